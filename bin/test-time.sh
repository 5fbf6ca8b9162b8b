#!/usr/bin/env bash
# Test Time, the student's client. Needs bash (3.2 or newer), curl and jq (1.6 or newer), and nothing else: it is one
# file, longer than the project's others, so that a trainer can hand it to students as it is.

set -u -o pipefail

readonly home="${HOME:?is not set}/.trainings"
readonly config="$home/config"

# Exit codes: what a script can tell apart.
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

url='' id='' key=''

is_name() { [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ ]]; }

# A key on its way over plain http can be read by everybody on it; only this machine's own address is safe.
readonly safe_address='^https://[A-Za-z0-9._:/-]+$'
readonly own_address='^http://(localhost|127\.0\.0\.1)(:[0-9]+)?(/[A-Za-z0-9._/-]*)?$'
is_address() { [[ $1 =~ $safe_address || $1 =~ $own_address ]]; }

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
  # Written by hand, on Windows or with no newline at its end, the file still counts whole.
  while IFS='=' read -r name value || [ -n "$name" ]; do
    value=${value%$'\r'}
    case $name in
      url) url=$value ;;
      id) id=$value ;;
      key) key=$value ;;
    esac
  done <"$config"
}

write_config() {
  (
    umask 077
    mkdir -p "$home" && chmod 700 "$home" &&
      printf 'url=%s\nid=%s\nkey=%s\n' "$url" "$id" "$key" >"$config.new" && mv "$config.new" "$config"
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
    [ -z "$url" ] || warn "\"$url\" is not an address that begins with https:// (or http://localhost)."
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
  say "Kept in $config."
}

# Commands that may run in a script ask only a person.
need_config() {
  is_address "$url" && is_name "$id" && [ -n "$key" ] && return 0
  if [ "${1-}" != asking ] && [ ! -t 0 ]; then
    stop "$usage" "The address, your id or your key is not in $config. Run: test-time.sh configure"
  fi
  ask_address
  ask_key
  ask_id
  write_config
}

# --------------------------------------------------------------------------------------------------------- the API

status=''

# request METHOD PATH [BODY FILE]: the answer in $work/answer, its status in $status. The key goes to curl on its
# standard input: what stands on a command line can be read by everybody on the machine.
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
    401) stop "$refused" "Your key is not valid, or not any more.$words
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
    5??) stop "$again" "The server has a problem of its own (status $status).${unsure-}$words
Try again in a few minutes; if it stays so, tell your trainer." ;;
    *) stop "$refused" "The server answered with the status $status, which this client does not know.$words" ;;
  esac
}

# Texts of a test go to a terminal: nothing in them may steer it.
readonly clean='def clean: explode
  | map(select(. == 10 or . == 9 or (. >= 32 and . < 127) or . >= 160)) | implode;
def when: sub("\\.[0-9]+Z$"; "Z") | fromdateiso8601;
def local: when | strflocaltime("%a %d %b %Y, %H:%M %Z");
def count($n; $what): "\($n) \($what)\(if $n == 1 then "" else "s" end)";
def left($now): (((when - $now) / 60) | floor) as $m
  | if $m < 0 then "closed"
    elif $m < 60 then count($m; "minute") + " left"
    elif $m < 2880 then count($m / 60 | floor; "hour") + " " + count($m % 60; "minute") + " left"
    else count($m / 1440 | floor; "day") + " " + count($m % 1440 / 60 | floor; "hour") + " left" end;'

# The server's clock decides, so the time left is reckoned by it, not by this machine's.
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

# send SUBJECT TEST ANSWERS-FILE (lines QUESTION=ANSWER): sends the answers, prints and keeps the receipt.
send() {
  jq -R -s --arg s "$1" --arg t "$2" --arg id "$id" '{subjectName: $s, testId: $t, studentId: $id,
    testResult: [split("\n")[] | select(length > 0) | split("=") | {questionId: .[0], answer: .[1]}]}' \
    "$3" >"$work/request" || exit 1
  local unsure=' It is not known whether your answers arrived; send them again: the same answers count once.'
  request POST /api/v1/test "$work/request"
  say "$(jq -r "$clean"' .body | tostring | clean' "$work/answer")"
  jq -r "$clean"' .receipt | "Receipt
  received    \(.receivedAt | local)
  deadline    \(.deadline | local)
  submission  \(.submissionId | clean)
  sha256      \(.sha256 | clean)"' "$work/answer" || stop "$refused" 'The answer held no receipt. Tell your trainer.'
  keep_receipt
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
  jq -r "$clean"' to_entries[] | "\(.key + 1). [\(.value.questionId)] \(.value.question)
\(.value.answers | map("     \(.answerId)) \(.answerBody)") | join("\n"))\n" | clean' "$work/questions"
}

submit() {
  local subject=$1 testId=$2 pair question answer
  shift 2
  : >"$work/answers"
  for pair in "$@"; do
    [[ $pair == ?*=?* ]] || stop "$usage" "\"$pair\" is not QUESTION=ANSWER, such as q1=a."
    [ -z "$(answer_to "${pair%%=*}" "$work/answers")" ] || stop "$usage" "Question ${pair%%=*} is answered twice."
    printf '%s\n' "$pair" >>"$work/answers"
  done
  fetch_questions "$subject" "$testId"
  while IFS='=' read -r question answer; do
    jq -e --arg q "$question" 'any(.[]; .questionId == $q)' "$work/questions" >/dev/null ||
      stop "$usage" "This test has no question $question. Its questions: $(jq -r 'map(.questionId) | join(", ")' "$work/questions")."
    is_offered "$question" "$answer" ||
      stop "$usage" "Question $question does not offer the answer $answer. It offers: $(offered "$question" ', ')."
  done <"$work/answers"
  send "$subject" "$testId" "$work/answers"
}

offered() {
  jq -r --arg q "$1" --arg by "$2" '.[] | select(.questionId == $q) | .answers | map(.answerId) | join($by)' "$work/questions"
}

is_offered() {
  jq -e --arg q "$1" --arg a "$2" 'any(.[]; .questionId == $q and any(.answers[]; .answerId == $a))' \
    "$work/questions" >/dev/null
}

# answer_to QUESTION FILE
answer_to() { awk -F= -v q="$1" '$1 == q { print $2 }' "$2"; }

# set_answer QUESTION ANSWER FILE; an empty answer takes the question's answer away.
set_answer() {
  awk -F= -v q="$1" '$1 != q' "$3" >"$3.new"
  [ -z "$2" ] || printf '%s=%s\n' "$1" "$2" >>"$3.new"
  mv "$3.new" "$3"
}

take() {
  local subject=$1 testId=$2 draft count number=1
  # Both become part of a file's name.
  is_name "$subject" && is_name "$testId" || stop "$refused" "There is no test $subject $testId."
  fetch_questions "$subject" "$testId"
  draft="$home/drafts/$id+$subject+$testId"
  (umask 077 && mkdir -p "$home/drafts" && touch "$draft") || stop "$usage" "Can't write $draft."
  forget_unknown "$draft"
  count=$(jq length "$work/questions")
  say '' "$subject $testId: $count questions."
  [ ! -s "$draft" ] || say 'Your answers from last time are still here.'
  say 'Type the letter of an answer. Enter alone goes on, - leaves a question out, < goes back, q stops for now.'
  while [ "$number" -le "$count" ]; do
    ask_question "$number" "$draft"
    case $step in
      back) [ "$number" -le 1 ] || number=$((number - 1)) ;;
      *) number=$((number + 1)) ;;
    esac
  done
  review "$draft" "$count"
  send "$subject" "$testId" "$draft"
  rm -f "$draft"
}

# Answers to questions that the trainer has since taken away or changed.
forget_unknown() {
  local question answer
  cp "$1" "$work/old-draft"
  while IFS='=' read -r question answer; do
    is_offered "$question" "$answer" || set_answer "$question" '' "$1"
  done <"$work/old-draft"
}

# ask_question NUMBER DRAFT: asks until the answer is one that is offered; what to do next in $step.
step=''
ask_question() {
  local question given
  question=$(jq -r --argjson n "$1" '.[$n - 1].questionId' "$work/questions")
  given=$(answer_to "$question" "$2")
  jq -r --argjson n "$1" "$clean"' .[$n - 1] | "\n\($n). \(.question)
\(.answers | map("     \(.answerId)) \(.answerBody)") | join("\n"))" | clean' "$work/questions"
  step=next
  while true; do
    ask "   ${given:+[$given] }> "
    case $reply in
      '') [ -n "$given" ] || warn '   Left out.' ; return ;;
      -) set_answer "$question" '' "$2" ; return ;;
      '<') step=back ; return ;;
    esac
    if is_offered "$question" "$reply"; then
      set_answer "$question" "$reply" "$2"
      return
    fi
    [ "$reply" != q ] || stop_for_now
    warn "   \"$reply\" is not one of the answers: $(offered "$question" ' ')"
  done
}

stop_for_now() {
  say 'Nothing was sent. Your answers are kept; run the same command to go on.'
  exit 0
}

# review DRAFT COUNT: shows all answers, lets them be changed, returns when they are to be sent.
review() {
  while true; do
    say '' 'Your answers:'
    jq -r --rawfile draft "$1" "$clean"' ($draft | split("\n") | map(select(length > 0) | split("=") | {(.[0]): .[1]}) | add // {}) as $given
      | to_entries[] | .value as $q | $given[$q.questionId] as $a
      | "  \(.key + 1). \(if $a == null then "(left out)" else "\($a)) \($q.answers[] | select(.answerId == $a) | .answerBody | split("\n")[0])" end)" | clean' "$work/questions"
    ask 'send to send them, a number to change an answer, q to stop for now > '
    case $reply in
      send)
        if [ -s "$1" ]; then return 0; fi
        warn 'Every question is left out; there is nothing to send.'
        ;;
      q) stop_for_now ;;
      *)
        if [[ $reply =~ ^[0-9]{1,4}$ ]] && [ "$((10#$reply))" -ge 1 ] && [ "$((10#$reply))" -le "$2" ]; then
          ask_question "$((10#$reply))" "$1"
        else
          warn "Type send, a number from 1 to $2, or q."
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
    [ "$reply" != q ] || return 0
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
  trap 'exit 130' INT TERM
  read_config
  case $command in
    configure) configure ;;
    list) need_arguments 0 1 $# 'list [--json]' && need_config && list "$@" ;;
    show) need_arguments 2 3 $# 'show SUBJECT TEST [--json]' && need_config && show "$@" ;;
    submit) need_arguments 3 10000 $# 'submit SUBJECT TEST QUESTION=ANSWER ...' && need_config && submit "$@" ;;
    take) need_arguments 2 2 $# 'take SUBJECT TEST' && need_config asking && take "$@" ;;
    menu) need_config asking && menu ;;
    *) stop "$usage" "There is no command \"$command\". See: test-time.sh help" ;;
  esac
}

main "$@"
