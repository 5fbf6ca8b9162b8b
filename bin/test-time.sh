#!/usr/bin/env bash
# Test Time, the student's client. Needs bash (3.2 or newer), curl and jq (1.6 or newer), and nothing else: it is one
# file, longer than the project's others, so that a trainer can hand it to students as it is.

set -u -o pipefail

readonly home="${HOME:?is not set}/.trainings"
readonly config="$home/config"

# Exit codes, for scripts.
readonly refused=1 usage=2 again=3

help() {
  cat <<'END'
Test Time: take your tests from a terminal.

  test-time.sh                          lists your tests and lets you take one
  test-time.sh list [--json]            tests open to you, with their deadlines
  test-time.sh show SUBJECT TEST [--json]
                                        the questions of a test
  test-time.sh take SUBJECT TEST        asks you the questions, then sends your answers
  test-time.sh submit SUBJECT TEST QUESTION=ANSWER ...
                                        sends answers without asking, for scripts
  test-time.sh score [SUBJECT TEST] [--json]
                                        your scores; of one test, each question
  test-time.sh configure                asks for the address, your id and your key
  test-time.sh help                     this text

The address, your id and your key are kept in ~/.trainings/config, which only you can read. Answers you have begun to
give are kept in ~/.trainings/drafts until they are sent; receipts in ~/.trainings/receipts.

Exit codes: 0 done, 1 refused, 2 wrong call or nothing configured, 3 not reached or too busy: try again later.
END
}

# Each argument is a line.
say() { printf '%s\n' "$@"; }
warn() { printf '%s\n' "$@" >&2; }
stop() {
  local code=$1
  shift
  warn "$@"
  exit "$code"
}

need_tools() {
  local tool
  for tool in curl jq; do
    command -v "$tool" >/dev/null || stop "$usage" "This needs $tool. Install it and try again."
  done
}

# ---------------------------------------------------------------------------------------------- what is configured

url='' id='' key='' warned=''

is_name() { [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ ]]; }

# Over plain http everybody in the network can read the key; only this machine's own address is safe. A trainer's machine
# in the same network (RFC 1918, RFC 3927, RFC 4193, .local) is accepted after a warning, any other is refused.
readonly safe_address='^https://[A-Za-z0-9._:/-]+$'
readonly address_end='(:[0-9]+)?(/[A-Za-z0-9._/-]*)?$'
readonly own_address="^http://(localhost|127\\.0\\.0\\.1|\\[::1\\])$address_end"
readonly octet='[0-9]{1,3}'
readonly private_host="10\\.$octet\\.$octet\\.$octet|192\\.168\\.$octet\\.$octet|172\\.(1[6-9]|2[0-9]|3[01])\\.$octet\\.$octet|169\\.254\\.$octet\\.$octet|\\[f[cd][0-9a-fA-F:]+\\]|[A-Za-z0-9-]+\\.local"
readonly private_address="^http://($private_host)$address_end"
is_private() { [[ $1 =~ $private_address ]]; }
is_address() { [[ $1 =~ $safe_address || $1 =~ $own_address ]] || is_private "$1"; }

# Once for each such address.
warn_of_plain_http() {
  is_private "$url" && [ "$warned" != "$url" ] || return 0
  warn "$url is not encrypted: others in this network could read your key and your answers." \
    'Go on only in a network that you trust. This warning is shown once.'
  warned=$url
  write_config
}

# Trainers hand out the base address; people paste what they have.
tidy_address() {
  local address=$1
  address=${address%%[?#]*}
  address=${address%%/api/v1*}
  while [[ $address == */ ]]; do address=${address%/}; done
  address=${address%/api}
  printf '%s' "$address"
}

read_config() {
  [ -f "$config" ] || return 0
  chmod 700 "$home" && chmod 600 "$config"
  local name value
  # The file may be written by hand, on Windows, or without a newline at its end.
  while IFS='=' read -r name value || [ -n "$name" ]; do
    value=${value%$'\r'}
    case $name in
      url) url=$value ;;
      id) id=$value ;;
      key) key=$value ;;
      warned) warned=$value ;;
    esac
  done <"$config"
}

write_config() {
  (
    umask 077
    mkdir -p "$home" && chmod 700 "$home" &&
      printf 'url=%s\nid=%s\nkey=%s\n' "$url" "$id" "$key" >"$config.new" &&
      { [ -z "$warned" ] || printf 'warned=%s\n' "$warned" >>"$config.new"; } && mv "$config.new" "$config"
  ) || stop "$usage" "Can't write $config."
}

# ask QUESTION [hidden]: one line of input in $reply; stops at the end of the input.
reply=''
ask() {
  printf '%s' "$1" >&2
  if [ "${2-}" = hidden ] && [ -t 0 ]; then
    read -r -s reply || stop_at_end
    warn ''
  else
    read -r reply || [ -n "$reply" ] || stop_at_end
  fi
  reply=${reply%$'\r'}
}

stop_at_end() {
  warn ''
  stop "$usage" 'The input ended before everything was answered.'
}

ask_address() {
  until is_address "$url"; do
    [ -z "$url" ] || warn "\"$url\" is not an address that begins with https:// (or http:// and an address in your own network)."
    ask 'Address your trainer gave you: '
    url=$(tidy_address "$reply")
  done
}

ask_key() {
  until [[ $key =~ ^[A-Za-z0-9._-]+\.[A-Za-z0-9_-]+$ ]]; do
    [ -z "$key" ] || warn 'A key looks like id.letters-and-digits; paste it as your trainer gave it to you.'
    ask 'Your key: ' hidden
    key=${reply//[[:space:]]/}
  done
}

ask_id() {
  local default=${key%.*}
  until is_name "$id"; do
    ask "Your student id [$default]: "
    id=${reply:-$default}
  done
}

configure() {
  url='' id='' key=''
  ask_address
  ask_key
  ask_id
  write_config
  warn_of_plain_http
  say "Kept in $config."
}

# Commands that may run in a script ask only if there is a terminal.
need_config() {
  if is_address "$url" && is_name "$id" && [ -n "$key" ]; then
    warn_of_plain_http
    return 0
  fi
  if [ "${1-}" != asking ] && [ ! -t 0 ]; then
    stop "$usage" "The address, your id or your key is not in $config. Run: test-time.sh configure"
  fi
  ask_address
  ask_key
  ask_id
  write_config
  warn_of_plain_http
}

# --------------------------------------------------------------------------------------------------------- the API

status=''

# request METHOD PATH [BODY FILE]: the answer in $work/answer, its status in $status. The key goes to curl on its
# standard input, because everybody on the machine can read a command line.
request() {
  local method=$1 path=$2 problem
  local -a data=()
  : >"$work/answer"
  [ $# -lt 3 ] || data=(--header 'content-type: application/json' --data-binary "@$3")
  if ! status=$(
    printf 'url = "%s%s"\nheader = "x-api-key: %s"\n' "$url" "$path" "$key" |
      curl -q -K - --request "$method" ${data[@]+"${data[@]}"} --silent --show-error --proto '=http,https' \
        --connect-timeout 10 --max-time 40 --dump-header "$work/headers" --output "$work/answer" \
        --write-out '%{http_code}' 2>"$work/problem"
  ); then
    problem=$(sed -e 's/^curl: //' "$work/problem")
    stop "$again" "Can't reach $url: ${problem:-no answer}.${unsure-}
Check your connection. If the address is wrong, run: test-time.sh configure"
  fi
  check_answer
}

check_answer() {
  if ! jq -e -s '.[0] | type == "object" and (.code | type == "number") and has("body")' "$work/answer" >/dev/null 2>&1; then
    case $status in
      429 | 5??) refuse '' ;;
    esac
    stop "$refused" "$url answered with something that is not Test Time's (status $status, not the JSON expected).
Check the address with your trainer, then run: test-time.sh configure"
  fi
  [ "$status" = 200 ] || refuse "$(jq -r "$clean"' .body | tostring | clean' "$work/answer")"
}

refuse() {
  local words=${1:+ The server says: $1}
  case $status in
    400) stop "$refused" "The server can't use what was sent.$words" ;;
    401) stop "$refused" "Your key is not valid, or no longer valid.$words
Ask your trainer for a new key, then run: test-time.sh configure" ;;
    403) stop "$refused" "You may not do this: the key belongs to somebody else, or you are not on the list of students.$words
Check your id and key with your trainer, then run: test-time.sh configure" ;;
    404) stop "$refused" "There is no such subject or test, or it is not open yet.$words
See what is open with: test-time.sh list" ;;
    409) stop "$refused" "You have used all your attempts at this test.$words" ;;
    410) stop "$refused" "Too late: the deadline of this test has passed.$words" ;;
    413) stop "$refused" "What was sent is too large.$words" ;;
    429) stop "$again" "Too many requests at the moment.${unsure-}$words
Wait a minute and try again." ;;
    5??) stop "$again" "The server has a problem (status $status).${unsure-}$words
Try again in a few minutes; if that does not help, tell your trainer." ;;
    *) stop "$refused" "The server answered with the status $status, which this client does not know.$words" ;;
  esac
}

# Texts of a test are shown in a terminal: control characters in them must not reach it.
readonly clean='def clean: explode
  | map(select(. == 10 or . == 9 or (. >= 32 and . < 127) or . >= 160)) | implode;
def indent($n): gsub("\n"; "\n" + " " * $n);
def labelled($mark): "\($mark) \(indent(($mark | length) + 1))";
def offer: "     " + (.answerId as $id | .answerBody | indent(5) | labelled("\($id))"));
def offered_as($given): (.answers | map(.answerId)) as $ids
  | if $ids | index($given) then $given
    else [$ids[] | select(ascii_downcase == ($given | ascii_downcase))] | if length == 1 then .[0] else null end end;
def when: sub("\\.[0-9]+Z$"; "Z") | fromdateiso8601;
def local: when | strflocaltime("%a %d %b %Y, %H:%M %Z");
def count($n; $what): "\($n) \($what)\(if $n == 1 then "" else "s" end)";
def left($now): (((when - $now) / 60) | floor) as $m
  | if $m < 0 then "closed"
    elif $m < 60 then count($m; "minute") + " left"
    elif $m < 2880 then count($m / 60 | floor; "hour") + " " + count($m % 60; "minute") + " left"
    else count($m / 1440 | floor; "day") + " " + count($m % 1440 / 60 | floor; "hour") + " left" end;'

# The server's clock decides, so the time left is computed from it, not from this machine's clock.
server_now() {
  tr -d '\r' <"$work/headers" | sed -n 's/^[Dd]ate: //p' | tail -n 1 |
    jq -R 'try (strptime("%a, %d %b %Y %H:%M:%S GMT") | mktime) catch now' | grep . || date +%s
}

fetch_tests() {
  jq -n --arg id "$id" '{studentId: $id}' >"$work/request" || exit 1
  request POST /api/v1/tests "$work/request"
  jq '.open // []' "$work/answer" >"$work/tests"
}

fetch_questions() {
  local query
  query=$(jq -rn --arg s "$1" --arg t "$2" '"subjectName=\($s | @uri)&testId=\($t | @uri)"') || exit 1
  request GET "/api/v1/test?$query"
  jq .body "$work/answer" >"$work/questions"
}

# send SUBJECT TEST: sends the answers in $work/given, prints and keeps the receipt.
send() {
  jq --arg s "$1" --arg t "$2" --arg id "$id" --slurpfile questions "$work/questions" '. as $given
    | {subjectName: $s, testId: $t, studentId: $id, testResult: [$questions[0][].questionId | select($given[.] != null)
      | {questionId: ., answer: $given[.]}]}' "$work/given" >"$work/request" || exit 1
  local unsure=' It is not known whether your answers arrived; send them again: the same answers count once.'
  at_interrupt=${unsure# }
  request POST /api/v1/test "$work/request"
  say "$(jq -r "$clean"' .body | tostring | clean' "$work/answer")"
  jq -r "$clean"' .receipt | "Receipt
  received    \(.receivedAt | local)
  deadline    \(.deadline | local)
  submission  \(.submissionId | clean)
  sha256      \(.sha256 | clean)"' "$work/answer" || stop "$refused" 'The answer held no receipt. Tell your trainer.'
  keep_receipt
  at_interrupt=''
}

keep_receipt() {
  local file
  file=$(jq -r -s '"\(.[0].subjectName)-\(.[0].testId)-\(.[1].receipt.receivedAt | gsub(":"; "-")).json"
    | gsub("[^A-Za-z0-9._-]"; "_")' "$work/request" "$work/answer")
  if (umask 077 && mkdir -p "$home/receipts" &&
    jq -s '.[0] + {receipt: .[1].receipt}' "$work/request" "$work/answer" >"$home/receipts/$file"); then
    say "Kept in $home/receipts/$file"
  else
    warn "The receipt could not be kept in $home/receipts; copy it from above."
  fi
}

# ------------------------------------------------------------------------------------------------------ the commands

list() {
  fetch_tests
  if [ "${1-}" = --json ]; then
    cat "$work/tests"
    return
  fi
  if jq -e 'length == 0' "$work/tests" >/dev/null; then
    say 'No test is open to you now.'
    return
  fi
  jq -r --argjson now "$(server_now)" "$clean"' to_entries[] | .key as $i | .value
    | (if .attemptsAllowed == null then "" else ", \(.attemptsUsed) of \(.attemptsAllowed) attempts used" end) as $attempts
    | "\($i + 1 | tostring | "   "[length:] + .)  \(.subject) \(.testId)  \(.title)
     until \(.deadline | local) (\(.deadline | left($now))); \(if .submitted then "submitted" else "not submitted yet" end)\($attempts)"
    | clean' "$work/tests"
}

show() {
  fetch_questions "$1" "$2"
  if [ "${3-}" = --json ]; then
    cat "$work/questions"
    return
  fi
  jq -r "$clean"' to_entries[] | (.key + 1) as $n | .value | .questionId as $id | "\($n). [\($id)] \(.question | indent(3))
\(.answers | map(offer) | join("\n"))\n" | clean' "$work/questions"
}

score() {
  local json=no
  if [ $# -gt 0 ] && [ "${!#}" = --json ]; then
    json=yes
    set -- "${@:1:$#-1}"
  fi
  [ $# -eq 0 ] || [ $# -eq 2 ] || stop "$usage" 'Usage: test-time.sh score [SUBJECT TEST] [--json]'
  jq -n --arg id "$id" '{studentId: $id, scores: true}' >"$work/request" || exit 1
  request POST /api/v1/tests "$work/request"
  jq --arg s "${1-}" --arg t "${2-}" '.scores // [] | map(select($s == "" or (.subject == $s and .testId == $t)))' \
    "$work/answer" >"$work/scores"
  if [ "$json" = yes ]; then
    cat "$work/scores"
  elif jq -e 'length == 0' "$work/scores" >/dev/null; then
    if [ $# -eq 0 ]; then say 'No test of yours has been graded yet.'; else say "$1 $2 has not been graded yet."; fi
  elif [ $# -eq 0 ]; then
    jq -r "$clean"' .[] | "\(.score) out of \(.best)  \(.subject) \(.testId)  \(.title)" | clean' "$work/scores"
  else
    show_score
  fi
}

# Shows the one score in $work/scores, as the page does.
show_score() {
  jq -r "$clean"' .[0] | "\(.title)
\(.score) out of \(.best)
\(.right) of \(.questions) answers right. We graded the answers you sent on \(.receivedAt | local).",
    if .revision > 1 then "This score has been changed since it was first given." else empty end,
    if .marks == null then "This course does not show which answers were right."
    else .marks | to_entries[] | (.key + 1) as $n | .value
      | "\n\($n). \(.question // "Question \(.questionId)" | indent(3))",
        ("     " + (if .given == null then "Left out" else .givenText // .given end | indent(5))),
        "     \(if .isRight then "Right" else "Wrong" end)",
        if .feedback then "     " + (.feedback | indent(5)) else empty end end
    | clean' "$work/scores"
}

submit() {
  local subject=$1 testId=$2 pair
  shift 2
  for pair in "$@"; do
    [[ $pair == ?*=?* ]] || stop "$usage" "\"$pair\" is not QUESTION=ANSWER, such as q1=a."
  done
  fetch_questions "$subject" "$testId"
  jq -n --slurpfile questions "$work/questions" "$clean"' reduce ($ARGS.positional[] | index("=") as $at | [.[:$at], .[$at + 1:]])
      as [$id, $given] ({given: {}, problem: null};
    if .problem then .
    elif .given[$id] then .problem = "Question \($id) is answered twice."
    else ($questions[0] | map(select(.questionId == $id))[0]) as $question
      | if $question == null then
          .problem = "This test has no question \($id). Its questions: \($questions[0] | map(.questionId) | join(", "))."
        else ($question | offered_as($given)) as $answer
          | if $answer then .given[$id] = $answer
            else .problem = "Question \($id) does not offer the answer \($given). It offers: \($question.answers | map(.answerId) | join(", "))."
            end
        end
    end)' --args "$@" >"$work/read" || exit 1
  pair=$(jq -r "$clean"' .problem // "" | clean' "$work/read")
  [ -z "$pair" ] || stop "$usage" "$pair"
  jq .given "$work/read" >"$work/given"
  send "$subject" "$testId"
}

# Answers are kept in $work/given as {QUESTION: ANSWER}, and in the draft together with their questions:
# {answers: [{answer, to}]}. The next time, a question's place or id may belong to another question.
save_draft() {
  (umask 077 && jq -c --slurpfile questions "$work/questions" '. as $given | {answers: [$questions[0][]
    | select($given[.questionId] != null) | {answer: $given[.questionId], to: .}]}' "$work/given" >"$1.new" &&
    mv "$1.new" "$1") || stop "$usage" "Can't write $1."
}

# open_draft DRAFT: reads the kept answers whose questions are still there, and names the others. An earlier version of
# this client kept lines QUESTION=ANSWER, without the questions.
open_draft() {
  jq -n -R -s --slurpfile questions "$work/questions" --rawfile kept "$1" "$clean"'
    def content: {question, answers: ((.answers // []) | sort_by(.answerId))};
    def of_lines: {isOld: true, answers: [split("\n")[] | index("=") as $at | select($at)
      | {answer: .[$at + 1:], to: {questionId: .[:$at]}}]};
    def first_line: split("\n")[0];
    ($kept | (try fromjson catch null) as $json | if $json | type == "object" then $json else of_lines end) as $draft
    | ($questions[0] | to_entries) as $asked
    | reduce $draft.answers[] as $kept ({given: {}, said: []};
        ($asked | map(select(.value.questionId == $kept.to.questionId))[0]) as $of_id
        | (if $draft.isOld then (if $of_id and ($of_id.value | offered_as($kept.answer)) then $of_id else null end)
           else $asked | map(select((.value | content) == ($kept.to | content))) | (map(select(. == $of_id)) + .)[0] end) as $same
        | if $same then .given[$same.value.questionId] = $kept.answer
          elif $of_id then .said += ["Question \($of_id.key + 1) has changed since you answered it. Your answer was: "
            + ($kept.to.answers // [] | map(select(.answerId == $kept.answer).answerBody | first_line)[0] // $kept.answer)]
          else .said += ["No longer in this test: \($kept.to.question // $kept.to.questionId | first_line)"] end)
    | if .given != {} then .said += ["Your answers from last time are still here."
        + if $draft.isOld then " The questions may have changed since: check each." else "" end] else . end' \
    </dev/null >"$work/read" || exit 1
  jq .given "$work/read" >"$work/given"
  jq -r "$clean"' .said[] | clean' "$work/read"
}

# set_answer QUESTION ANSWER DRAFT: an empty answer removes the question's answer.
set_answer() {
  jq --arg q "$1" --arg a "$2" 'if $a == "" then del(.[$q]) else .[$q] = $a end' "$work/given" >"$work/given.new" &&
    mv "$work/given.new" "$work/given"
  save_draft "$3"
}

has_answers() { jq -e 'length > 0' "$work/given" >/dev/null; }

take() {
  local subject=$1 testId=$2 draft count number=1
  # Both become part of a file's name.
  is_name "$subject" && is_name "$testId" || stop "$refused" "There is no test $subject $testId."
  fetch_questions "$subject" "$testId"
  draft="$home/drafts/$id+$subject+$testId"
  (umask 077 && mkdir -p "$home/drafts" && touch "$draft") || stop "$usage" "Can't write $draft."
  count=$(jq length "$work/questions")
  say '' "$subject $testId: $count questions."
  open_draft "$draft"
  at_interrupt=kept
  say 'Type the letter of an answer. Enter alone goes on, - leaves a question out, < goes back, q stops for now.'
  while [ "$number" -le "$count" ]; do
    ask_question "$number" "$draft"
    case $step in
      back) [ "$number" -le 1 ] || number=$((number - 1)) ;;
      *) number=$((number + 1)) ;;
    esac
  done
  review "$draft" "$count"
  until may_use_attempt "$subject" "$testId"; do review "$draft" "$count"; done
  send "$subject" "$testId"
  rm -f "$draft"
}

# Asks once more before the only or the last attempt.
may_use_attempt() {
  local unsure=' Your answers are kept; run the same command to go on.' which
  fetch_tests
  which=$(jq -r --arg s "$1" --arg t "$2" '.[] | select(.subject == $s and .testId == $t and .attemptsAllowed != null)
    | if .attemptsAllowed == 1 then "the only" elif .attemptsAllowed - .attemptsUsed == 1 then "your last" else empty end' "$work/tests")
  [ -n "$which" ] || return 0
  ask "This is $which attempt at this test. Send it now? yes or no > "
  [[ $reply =~ ^[Yy]([Ee][Ss])?$ ]]
}

# ask_question NUMBER DRAFT: asks until the answer is one of those offered; sets $step to what comes next.
step=''
ask_question() {
  local question given answer
  question=$(jq -r --argjson n "$1" '.[$n - 1].questionId' "$work/questions")
  given=$(jq -r --arg q "$question" '.[$q] // ""' "$work/given")
  jq -r --argjson n "$1" "$clean"' .[$n - 1] | "\n\($n). \(.question | indent(3))
\(.answers | map(offer) | join("\n"))" | clean' "$work/questions"
  step=next
  while true; do
    ask "   ${given:+[$given] }> "
    case $reply in
      '') [ -n "$given" ] || warn '   Left out.' ; return ;;
      -) set_answer "$question" '' "$2" ; return ;;
      '<') step=back ; return ;;
    esac
    answer=$(jq -r --argjson n "$1" --arg a "$reply" "$clean"' .[$n - 1] | offered_as($a) // ""' "$work/questions")
    if [ -n "$answer" ]; then
      set_answer "$question" "$answer" "$2"
      return
    fi
    [[ $reply != [qQ] ]] || stop_for_now
    warn "   \"$reply\" is not one of the answers: $(jq -r --argjson n "$1" '.[$n - 1].answers | map(.answerId) | join(" ")' "$work/questions")"
  done
}

# Says what happens to answers that were given and not sent.
kept_words() {
  if has_answers; then
    say 'Nothing was sent. Your answers are kept; run the same command to go on.'
  else
    say 'Nothing was sent.'
  fi
}

stop_for_now() {
  kept_words
  exit 0
}

# Ctrl-C at a question, while answers are on their way, or elsewhere.
at_interrupt=''
interrupted() {
  warn ''
  case $at_interrupt in
    '') ;;
    kept) kept_words >&2 ;;
    *) warn "$at_interrupt" ;;
  esac
  exit 130
}

forget_answers() {
  ask 'Throw all these answers away? yes or no > '
  [[ $reply =~ ^[Yy]([Ee][Ss])?$ ]] || return 0
  rm -f "$1"
  say 'Your answers are thrown away. Nothing was sent.'
  exit 0
}

# review DRAFT COUNT: shows all answers, lets them be changed, returns when they are to be sent.
review() {
  while true; do
    say '' 'Your answers:'
    jq -r --slurpfile given "$work/given" "$clean"' to_entries[] | "  \(.key + 1)." as $n | .value as $q | $given[0][$q.questionId] as $a
      | if $a == null then "\($n) (left out)" else $q.answers[] | select(.answerId == $a).answerBody | labelled("\($n) \($a))") end
      | clean' "$work/questions"
    ask 'send to send them, a number to change an answer, drop to throw them away, q to stop for now > '
    case $(printf '%s' "$reply" | tr '[:upper:]' '[:lower:]') in
      send)
        if has_answers; then return 0; fi
        warn 'Every question is left out; there is nothing to send.'
        ;;
      drop) forget_answers "$1" ;;
      q) stop_for_now ;;
      *)
        if [[ $reply =~ ^[0-9]{1,4}$ ]] && [ "$((10#$reply))" -ge 1 ] && [ "$((10#$reply))" -le "$2" ]; then
          ask_question "$((10#$reply))" "$1"
        else
          warn "Type send, a number from 1 to $2, drop, or q."
        fi
        ;;
    esac
  done
}

menu() {
  local count
  while true; do
    list
    count=$(jq length "$work/tests")
    [ "$count" -gt 0 ] || return 0
    ask "Number of the test to take, q to quit > "
    [[ $reply != [qQ] ]] || return 0
    if [[ $reply =~ ^[0-9]{1,4}$ ]] && [ "$((10#$reply))" -ge 1 ] && [ "$((10#$reply))" -le "$count" ]; then
      take "$(jq -r --argjson n "$((10#$reply))" '.[$n - 1].subject' "$work/tests")" \
        "$(jq -r --argjson n "$((10#$reply))" '.[$n - 1].testId' "$work/tests")"
    else
      warn "Type a number from 1 to $count, or q."
    fi
  done
}

# need_arguments LEAST MOST HAVE USAGE
need_arguments() {
  [ "$3" -ge "$1" ] && [ "$3" -le "$2" ] || stop "$usage" "Usage: test-time.sh $4"
}

main() {
  local command=${1:-menu}
  [ $# -eq 0 ] || shift
  case $command in
    help | -h | --help) help; return ;;
  esac
  need_tools
  work=$(mktemp -d "${TMPDIR:-/tmp}/test-time.XXXXXX") || stop "$usage" "Can't make a folder in ${TMPDIR:-/tmp}."
  trap 'rm -rf "$work"' EXIT
  trap interrupted INT TERM HUP
  read_config
  case $command in
    configure) configure ;;
    list) need_arguments 0 1 $# 'list [--json]' && need_config && list "$@" ;;
    show) need_arguments 2 3 $# 'show SUBJECT TEST [--json]' && need_config && show "$@" ;;
    submit) need_arguments 3 10000 $# 'submit SUBJECT TEST QUESTION=ANSWER ...' && need_config && submit "$@" ;;
    score) need_config && score "$@" ;;
    take) need_arguments 2 2 $# 'take SUBJECT TEST' && need_config asking && take "$@" ;;
    menu) need_config asking && menu ;;
    *) stop "$usage" "There is no command \"$command\". See: test-time.sh help" ;;
  esac
}

main "$@"
