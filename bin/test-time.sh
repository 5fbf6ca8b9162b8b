#!/usr/bin/env bash
# Test Time, the student's client. Needs bash (3.2 or newer), curl and jq (1.6 or newer), and nothing else: it is one
# file, longer than the project's others, so that a trainer can hand it to students as it is.

set -u -o pipefail

readonly home="${HOME:?is not set}/.trainings"
readonly config="$home/config"

# Exit codes, for scripts.
readonly refused=1 usage=2 again=3

# ------------------------------------------ words: written by `npm run client-words` from course/words; don't edit

words_en() {
  w_help='Test Time: take your tests from a terminal.

  test-time.sh                          lists your tests and lets you take one
  test-time.sh list [--json]            tests open to you, with their deadlines
  test-time.sh show SUBJECT TEST [--json]
                                        the questions of a test
  test-time.sh take SUBJECT TEST        asks you the questions, then sends your answers
  test-time.sh submit SUBJECT TEST QUESTION=ANSWER ...
                                        sends answers without asking, for scripts
  test-time.sh score [SUBJECT TEST] [--json]
                                        your scores; of one test, each question
  test-time.sh appeal SUBJECT TEST QUESTION [TEXT]
                                        tells your trainer what is wrong with a question
                                        of it; without TEXT it reads your input
  test-time.sh configure                asks for the address, your id and your key
  test-time.sh help                     this text

The address, your id and your key are kept in ~/.trainings/config, which only you can read. Answers you have begun to
give are kept in ~/.trainings/drafts until they are sent; receipts in ~/.trainings/receipts.

It speaks your course'\''s language, or your terminal'\''s until it knows that; TEST_TIME_LANG=en chooses another.

Exit codes: 0 done, 1 refused, 2 wrong call or nothing configured, 3 not reached or too busy: try again later.'
  w_usage='Usage: test-time.sh {usage}'
  w_noCommand='There is no command "{command}". See: test-time.sh help'
  w_needTool='This needs {tool}. Install it and try again.'
  w_cannotWrite='Can'\''t write {file}.'
  w_noFolder='Can'\''t make a folder in {folder}.'
  w_inputEnded='The input ended before everything was answered.'
  w_isUnencrypted='{url} is not encrypted: others in this network could read your key and your answers.'
  w_onlyIfTrusted='Go on only in a network that you trust. This warning is shown once.'
  w_isNoAddress='"{text}" is not an address that begins with https:// (or http:// and an address in your own network).'
  w_askAddress='Address your trainer gave you: '
  w_askKey='Your key: '
  w_askId='Your student id [{id}]: '
  w_keptIn='Kept in {file}.'
  w_notConfigured='The address, your id or your key is not in {file}. Run: test-time.sh configure'
  w_notReached='Can'\''t reach {url}: {problem}.'
  w_noAnswer='no answer'
  w_checkConnection='Check your connection. If the address is wrong, run: test-time.sh configure'
  w_notOurs='{url} answered with something that is not Test Time'\''s (status {status}, not the JSON expected).'
  w_checkAddress='Check the address with your trainer, then run: test-time.sh configure'
  w_askForKey='Ask your trainer for a new key, then run: test-time.sh configure'
  w_checkKey='Check your id and key with your trainer, then run: test-time.sh configure'
  w_seeOpen='See what is open with: test-time.sh list'
  w_sent='Your answers to {subject}/{test} were received. Keep the receipt.'
  w_receipt='Receipt'
  w_received='received'
  w_deadline='deadline'
  w_submission='submission'
  w_noReceipt='The answer held no receipt. Tell your trainer.'
  w_receiptKept='Kept in {file}'
  w_receiptNotKept='The receipt could not be kept in {folder}; copy it from above.'
  w_when='{weekday} {day} {month} {year}, {time} {zone}'
  w_until='until {when} ({left}); {state}'
  w_submitted='submitted'
  w_notSubmitted='not submitted yet'
  w_noScores='No test of yours has been graded yet.'
  w_notGraded='{subject} {test} has not been graded yet.'
  w_askAppeal='What is wrong with this question? Ctrl-D on a line of its own ends the text.'
  w_appealTooLong='The text is too long: at most 1000 characters are taken. Nothing was sent.'
  w_appealAnswerComes='The answer comes by mail, and is shown by: test-time.sh score {subject} {test}
Until then the same command changes what you wrote.'
  w_seeGraded='See your graded tests, and the ids of a test'\''s questions, with: test-time.sh score [SUBJECT TEST]'
  w_isNoPair='"{text}" is not QUESTION=ANSWER, such as q1=a.'
  w_answeredTwice='Question {question} is answered twice.'
  w_noQuestion='This test has no question {question}. Its questions: {questions}.'
  w_notOffered='Question {question} does not offer the answer {answer}. It offers: {answers}.'
  w_hasChanged='Question {number} has changed since you answered it. Your answer was: {answer}'
  w_isGone='No longer in this test: {question}'
  w_stillHere='Your answers from last time are still here.'
  w_checkEach='The questions may have changed since: check each.'
  w_noTest='There is no test {subject} {test}.'
  w_begin='{subject} {test}: {questions}.'
  w_howToAnswer='Type the letter of an answer. Enter alone goes on, - leaves a question out, < goes back, q stops for now.'
  w_isNoAnswer='"{text}" is not one of the answers: {answers}'
  w_isNotTaken='"{text}" is no answer that this question takes.'
  w_isTooOld='This test has a kind of question that this client does not know. Take it on the page, or ask for a newer client.'
  w_worth='Points: {points}.'
  w_howMultiple='Several answers may be right: type the letters of all, such as a c.'
  w_howNumber='Type a number, such as 3.14'
  w_howText='Type a text. For the answers q, - and < type \q, \- and \<.'
  w_howMatch='Type a letter for each line, in their order, or pairs such as 1=b.'
  w_howBlanks='Type what belongs into each blank, such as 1=init; 2=0.'
  w_howOrder='Type all letters in the right order, such as c a b.'
  w_leftOut='(left out)'
  w_yourAnswers='Your answers:'
  w_askReview='send to send them, a number to change an answer, drop to throw them away, q to stop for now > '
  w_isNoReview='Type send, a number from 1 to {most}, drop, or q.'
  w_onlyAttempt='This is the only attempt at this test. Send it now? yes or no > '
  w_lastAttempt='This is your last attempt at this test. Send it now? yes or no > '
  w_yes='yes y'
  w_areKept='Your answers are kept; run the same command to go on.'
  w_isNothingSent='Nothing was sent.'
  w_askDrop='Throw all these answers away? yes or no > '
  w_areDropped='Your answers are thrown away. Nothing was sent.'
  w_askTest='Number of the test to take, q to quit > '
  w_isNoTest='Type a number from 1 to {most}, or q.'
  w_code_400='The server can'\''t use what was sent.'
  w_code_401='Your key is not valid, or no longer valid.'
  w_code_403='You may not do this: the key belongs to somebody else, or you are not on the list of students.'
  w_code_404='There is no such subject or test, or it is not open yet.'
  w_code_409='You have used all your attempts at this test.'
  w_code_410='Too late: the deadline of this test has passed.'
  w_code_413='What was sent is too large.'
  w_code_429='Too many requests at the moment.'
  w_serverProblem='The server has a problem (status {status}).'
  w_unknownCode='The server answered with the status {status}, which this client does not know.'
  w_waitAMinute='Wait a minute and try again.'
  w_tryLater='Try again in a few minutes; if that does not help, tell your trainer.'
  w_serverSays='The server says: {said}'
  w_unsure='It is not known whether your answers arrived; send them again: the same answers count once.'
  w_isNoKey='A key looks like id.letters-and-digits; paste it as your trainer gave it to you.'
  w_isNothingOpen='No test is open to you now.'
  w_attempts='{used} of {allowed} attempts used'
  w_counts_latest='Your latest attempt counts.'
  w_counts_best='The best of your attempts counts.'
  w_counts_first='Your first attempt counts.'
  w_counts_average='The average of your attempts counts.'
  w_isLeftOut='Left out'
  w_isAllLeftOut='Every question is left out; there is nothing to send.'
  w_graded='We graded the answers you sent on {when}.'
  w_gradedFirst='We graded your first attempt, which you sent on {when}.'
  w_gradedBest='We graded your {attempts} attempts and took the best one, which you sent on {when}.'
  w_gradedAverage='We graded your {attempts} attempts and took the average of their scores.'
  w_yourAttempts='Your attempts'
  w_attempt='Attempt {number}, sent {when}: {score}'
  w_isCounted='counts'
  w_isShown='shown below'
  w_scoreHasChanged='This score has been changed since it was first given.'
  w_before='Before, it was {score} out of {best}.'
  w_undone='The latest change of this score was taken back: it is again what it was before.'
  w_changed_marked='Your trainer has corrected the marking of this test.'
  w_changed_answers='Other answers of yours count than before.'
  w_changed_questions='Other questions count than before.'
  w_changed_best='The best possible score is another one than before.'
  w_changedQuestions_marked='The marking was corrected: {questions}.'
  w_changedQuestions_dropped='No longer counts: {questions}.'
  w_changedQuestions_given='Everybody gets the points: {questions}.'
  w_changedQuestions_restored='Counts again: {questions}.'
  w_changedQuestions_worth='Worth more or less than before: {questions}.'
  w_questionNumber='Question {number}'
  w_outOf='{score} out of {best}'
  w_rightAnswers='{right} of {of} answers right.'
  w_dropped='Does not count'
  w_given='Everybody gets the points'
  w_nothingCounts='Your trainer has taken every question of this test out of the score, so it does not count.'
  w_isHidden='This course does not show which answers were right.'
  w_yourAnswer='Your answer'
  w_rightAnswer='Right answer'
  w_alsoRight='Also right'
  w_why='Why'
  w_answersCome='The right answers come {when}, when nobody can take this test any more.'
  w_answersAreKept='This course does not show the right answers.'
  w_scoreComes='Your answers are graded. The score comes {when}, when nobody can take this test any more.'
  w_scoreIsKept='Your answers are graded. Your trainer keeps the scores of this course; ask there.'
  w_byHand='Your trainer set this score: {because}'
  w_isExcused='This test does not count for you: {because}'
  w_gradingFailed='Your answers could not be graded. Your trainer knows and will see to it.'
  w_isMissed='Nothing arrived before the deadline, {when}.'
  w_isMissedRemoved='Nothing arrived before the deadline.'
  w_missed='Missed'
  w_excused='Excused'
  w_failed='Could not be graded'
  w_comesOn='score comes {when}'
  w_isKept='score kept by the trainer'
  w_question='Question {question}'
  w_right='Right'
  w_wrong='Wrong'
  w_partly='Partly right'
  w_pointsOf='{earned} of {of} points'
  w_appealWritten='You wrote, {when}'
  w_appealWaits='Sent. Your trainer has not answered yet.'
  w_appealAnswered='{by} answered, {when}'
  w_appealAccepted='Accepted'
  w_appealDeclined='Not accepted'
  w_appealIsSent='What you wrote is sent to your trainer.'
  w_credit_exact='All or nothing: only a completely right answer counts.'
  w_credit_each='Partly right answers count: each part that is right has its share of the points.'
  w_credit_net='Partly right answers count, but a wrong choice takes away a right one. There is nothing below 0.'
  w_credit_weights='The choices count differently, and a wrong one may take away from right ones. There is nothing below 0.'
  w_left='{time} left'
  w_closed='closed'
  w_refusal_other_student='This key is not {studentId}'\''s: studentId must be the key'\''s own student.'
  w_refusal_not_on_list='{studentId} is not on the course'\''s list. Please ask your trainer.'
  w_refusal_no_subject='There is no subject {subject}.'
  w_refusal_no_test='There is no test {testId} in the subject {subject}.'
  w_refusal_deadline_passed='The deadline of {subject}/{testId} has passed. It was {deadline}.'
  w_refusal_no_attempt_left='All attempts at {subject}/{testId} are used up; {attemptsAllowed} allowed.'
  w_refusal_not_graded='There is no score for {subject}/{testId} yet.'
  w_refusal_marks_not_shown='You do not see the questions of {subject}/{testId} with their marks yet, so there is nothing to object to.'
  w_refusal_no_question='Your graded answers to {subject}/{testId} have no question {questionId}.'
  w_refusal_appeal_empty='Write what is wrong with the question.'
  w_refusal_appeal_too_long='The text has {characters} characters; at most {mostCharacters} are taken. Nothing was stored.'
  w_refusal_appeal_answered='Your trainer has answered about question {questionId} of {subject}/{testId} already. If that leaves something open, ask there.'
  w_refusal_answers_do_not_fit='{problems}'
  w_refusal_no_such_link='This link is not valid any more. Use the one in your latest mail.'
  w_refusal_no_such_calendar='This calendar address is not valid any more. Make a new one, and give it to your calendar.'
  w_refusal_too_large='The body has {bytes} bytes; at most {mostBytes} are taken.'
  w_refusal_too_fast='Too many calls with this key. Wait {waitSeconds} s and try again.'
  w_refusal_failed='Something went wrong on our side. Please try again; request {requestId}.'
  w_refusal_key_refused='Your key is not accepted here. Ask your trainer for a new one.'
  w_refusal_no_valid_key='This call needs your API key in the header x-api-key, and a key that is valid. Ask your trainer for one.'
  w_refusal_unavailable='Something went wrong on our side. Try again in a minute.'
  w_refusal_too_slow='The answer took too long. Try again in a minute.'
  w_refusal_overloaded='Too many calls at once. Wait a few seconds and try again.'
  w_noun_second_1='second'
  w_noun_second_o='seconds'
  w_noun_minute_1='minute'
  w_noun_minute_o='minutes'
  w_noun_hour_1='hour'
  w_noun_hour_o='hours'
  w_noun_day_1='day'
  w_noun_day_o='days'
  w_noun_question_1='question'
  w_noun_question_o='questions'
  w_plurals='o1oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo'
  w_weekdays='Sun|Mon|Tue|Wed|Thu|Fri|Sat'
  w_months='Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept|Oct|Nov|Dec'
  w_decimalMark='.'
}

words_pl() {
  w_help='Test Time: testy w terminalu.

  test-time.sh                          pokazuje twoje testy i pozwala rozwiązać jeden z nich
  test-time.sh list [--json]            testy otwarte dla ciebie i ich terminy
  test-time.sh show TEMAT TEST [--json]
                                        pytania testu
  test-time.sh take TEMAT TEST          zadaje pytania, a potem wysyła odpowiedzi
  test-time.sh submit TEMAT TEST PYTANIE=ODPOWIEDŹ ...
                                        wysyła odpowiedzi bez pytania, dla skryptów
  test-time.sh score [TEMAT TEST] [--json]
                                        twoje wyniki; dla jednego testu każde pytanie
  test-time.sh appeal TEMAT TEST PYTANIE [TEKST]
                                        zgłasza, co jest nie tak z pytaniem ocenionego
                                        testu; bez TEKSTU czyta standardowe wejście
  test-time.sh configure                pyta o adres, identyfikator i klucz
  test-time.sh help                     ten tekst

Adres, identyfikator i klucz są zapisane w pliku ~/.trainings/config, który możesz czytać tylko ty. Rozpoczęte odpowiedzi
czekają w ~/.trainings/drafts do wysłania, potwierdzenia są w ~/.trainings/receipts.

Program używa języka kursu, a dopóki go nie zna, języka terminala; TEST_TIME_LANG=en wybiera inny.

Kody wyjścia: 0 zrobione, 1 odmowa, 2 złe wywołanie lub brak konfiguracji, 3 brak połączenia lub przeciążenie: spróbuj
później.'
  w_usage='Użycie: test-time.sh {usage}'
  w_noCommand='Nie ma polecenia „{command}”. Zobacz: test-time.sh help'
  w_needTool='Potrzebny jest program {tool}. Zainstaluj go i spróbuj ponownie.'
  w_cannotWrite='Nie można zapisać {file}.'
  w_noFolder='Nie można utworzyć katalogu w {folder}.'
  w_inputEnded='Dane wejściowe skończyły się przed ostatnią odpowiedzią.'
  w_isUnencrypted='{url} nie jest szyfrowany: inni w tej sieci mogliby odczytać twój klucz i twoje odpowiedzi.'
  w_onlyIfTrusted='Kontynuuj tylko w sieci, której ufasz. To ostrzeżenie pojawia się jeden raz.'
  w_isNoAddress='„{text}” nie jest adresem zaczynającym się od https:// (lub od http:// z adresem w twojej sieci).'
  w_askAddress='Adres podany przez osobę prowadzącą: '
  w_askKey='Twój klucz: '
  w_askId='Twój identyfikator [{id}]: '
  w_keptIn='Zapisano w {file}.'
  w_notConfigured='W {file} brakuje adresu, identyfikatora lub klucza. Uruchom: test-time.sh configure'
  w_notReached='Nie można połączyć się z {url}: {problem}.'
  w_noAnswer='brak odpowiedzi'
  w_checkConnection='Sprawdź połączenie. Jeśli adres jest błędny, uruchom: test-time.sh configure'
  w_notOurs='Odpowiedź z {url} nie pochodzi z Test Time (kod {status}, nie jest to oczekiwany JSON).'
  w_checkAddress='Sprawdź adres z osobą prowadzącą, a potem uruchom: test-time.sh configure'
  w_askForKey='Poproś osobę prowadzącą o nowy klucz, a potem uruchom: test-time.sh configure'
  w_checkKey='Sprawdź identyfikator i klucz z osobą prowadzącą, a potem uruchom: test-time.sh configure'
  w_seeOpen='Otwarte testy pokaże: test-time.sh list'
  w_sent='Odpowiedzi do testu {subject}/{test} dotarły. Zachowaj potwierdzenie.'
  w_receipt='Potwierdzenie'
  w_received='otrzymano'
  w_deadline='termin'
  w_submission='numer'
  w_noReceipt='W odpowiedzi nie było potwierdzenia. Powiadom osobę prowadzącą.'
  w_receiptKept='Zapisano w {file}'
  w_receiptNotKept='Nie można zapisać potwierdzenia w {folder}; skopiuj je z tego ekranu.'
  w_when='{weekday}, {day} {month} {year}, {time} {zone}'
  w_until='termin: {when} ({left}); {state}'
  w_submitted='wysłany'
  w_notSubmitted='jeszcze niewysłany'
  w_noScores='Żaden twój test nie został jeszcze oceniony.'
  w_notGraded='Test {subject} {test} nie został jeszcze oceniony.'
  w_askAppeal='Co jest nie tak z tym pytaniem? Ctrl-D w osobnym wierszu kończy tekst.'
  w_appealTooLong='Tekst jest za długi: najwięcej znaków może być 1000. Nic nie zostało wysłane.'
  w_appealAnswerComes='Odpowiedź przyjdzie e-mailem, pokaże ją też: test-time.sh score {subject} {test}
Do tego czasu to samo polecenie zmienia tekst.'
  w_seeGraded='Ocenione testy i identyfikatory pytań pokaże: test-time.sh score [TEMAT TEST]'
  w_isNoPair='„{text}” nie ma postaci PYTANIE=ODPOWIEDŹ, na przykład q1=a.'
  w_answeredTwice='Pytanie {question} ma dwie odpowiedzi.'
  w_noQuestion='W tym teście nie ma pytania {question}. Są pytania: {questions}.'
  w_notOffered='W pytaniu {question} nie ma odpowiedzi {answer}. Są odpowiedzi: {answers}.'
  w_hasChanged='Pytanie {number} zmieniło się po twojej odpowiedzi. Odpowiedź brzmiała: {answer}'
  w_isGone='Tego pytania nie ma już w teście: {question}'
  w_stillHere='Twoje poprzednie odpowiedzi są zachowane.'
  w_checkEach='Pytania mogły się od tego czasu zmienić: sprawdź każdą.'
  w_noTest='Nie ma testu {subject} {test}.'
  w_begin='{subject} {test}: {questions}.'
  w_howToAnswer='Wpisz literę odpowiedzi. Sam Enter przechodzi dalej, - pomija pytanie, < wraca, q przerywa na razie.'
  w_isNotTaken='To pytanie nie przyjmuje odpowiedzi „{text}”.'
  w_isTooOld='W tym teście jest rodzaj pytania, którego ten program nie zna. Rozwiąż go na stronie albo poproś o nowszy program.'
  w_worth='Punkty: {points}.'
  w_howMultiple='Poprawnych może być kilka odpowiedzi: wpisz litery wszystkich, na przykład a c.'
  w_howNumber='Wpisz liczbę, na przykład 3,14'
  w_howText='Wpisz tekst. Odpowiedzi q, - i < wpisuje się jako \q, \- i \<.'
  w_howMatch='Wpisz literę dla każdego wiersza, po kolei, albo pary, na przykład 1=b.'
  w_howBlanks='Wpisz, co należy do każdej luki, na przykład 1=init; 2=0.'
  w_howOrder='Wpisz wszystkie litery we właściwej kolejności, na przykład c a b.'
  w_isNoAnswer='„{text}” nie jest jedną z odpowiedzi: {answers}'
  w_leftOut='(pominięte)'
  w_yourAnswers='Twoje odpowiedzi:'
  w_askReview='send wysyła je, numer zmienia odpowiedź, drop usuwa wszystkie, q przerywa na razie > '
  w_isNoReview='Wpisz send, numer od 1 do {most}, drop albo q.'
  w_onlyAttempt='To jedyna próba w tym teście. Wysłać teraz? tak lub nie > '
  w_lastAttempt='To twoja ostatnia próba w tym teście. Wysłać teraz? tak lub nie > '
  w_yes='tak t yes y'
  w_areKept='Twoje odpowiedzi są zachowane; uruchom to samo polecenie, aby kontynuować.'
  w_isNothingSent='Nic nie zostało wysłane.'
  w_askDrop='Usunąć wszystkie te odpowiedzi? tak lub nie > '
  w_areDropped='Odpowiedzi zostały usunięte. Nic nie zostało wysłane.'
  w_askTest='Numer testu do rozwiązania, q kończy > '
  w_isNoTest='Wpisz numer od 1 do {most} albo q.'
  w_code_400='Serwer nie rozumie wysłanych danych.'
  w_code_401='Twój klucz jest nieprawidłowy albo stracił ważność.'
  w_code_403='Brak dostępu: klucz należy do kogoś innego albo nie ma cię na liście uczestników.'
  w_code_404='Nie ma takiego tematu lub testu albo test nie jest jeszcze otwarty.'
  w_code_409='Wszystkie próby w tym teście zostały już wykorzystane.'
  w_code_410='Za późno: ten test jest już zamknięty.'
  w_code_413='Wysłane dane są zbyt duże.'
  w_code_429='W tej chwili jest zbyt wiele zapytań.'
  w_serverProblem='Serwer ma problem (kod {status}).'
  w_unknownCode='Serwer odpowiedział kodem {status}, którego ten program nie zna.'
  w_waitAMinute='Poczekaj minutę i spróbuj ponownie.'
  w_tryLater='Spróbuj ponownie za kilka minut; jeśli to nie pomoże, powiadom osobę prowadzącą.'
  w_serverSays='Serwer odpowiada: {said}'
  w_unsure='Nie wiadomo, czy odpowiedzi dotarły; wyślij je ponownie: te same odpowiedzi liczą się tylko raz.'
  w_isNoKey='Klucz wygląda tak: id.litery-i-cyfry; wklej go w takiej postaci, w jakiej przyszedł.'
  w_isNothingOpen='Żaden test nie jest teraz dla ciebie otwarty.'
  w_attempts='wykorzystane próby: {used} z {allowed}'
  w_counts_latest='Liczy się ostatnia próba.'
  w_counts_best='Liczy się najlepsza próba.'
  w_counts_first='Liczy się pierwsza próba.'
  w_counts_average='Liczy się średnia wyników wszystkich prób.'
  w_isLeftOut='Pominięte'
  w_isAllLeftOut='Wszystkie pytania są pominięte; nie ma czego wysłać.'
  w_graded='Ocenione odpowiedzi wysłano: {when}.'
  w_gradedFirst='Oceniono pierwszą próbę, wysłaną: {when}.'
  w_gradedBest='Liczba ocenionych prób: {attempts}. Liczy się najlepsza, wysłana: {when}.'
  w_gradedAverage='Liczba ocenionych prób: {attempts}. Liczy się średnia ich wyników.'
  w_yourAttempts='Twoje próby'
  w_attempt='Próba {number}, wysłana: {when}; wynik: {score}'
  w_isCounted='liczy się'
  w_isShown='pokazana niżej'
  w_scoreHasChanged='Ten wynik zmienił się od pierwszej oceny.'
  w_before='Poprzedni wynik: {score} na {best}.'
  w_undone='Ostatnia zmiana tego wyniku została cofnięta: znów jest taki jak przedtem.'
  w_changed_marked='Osoba prowadząca poprawiła ocenianie tego testu.'
  w_changed_answers='Liczą się inne odpowiedzi niż przedtem.'
  w_changed_questions='Liczą się inne pytania niż przedtem.'
  w_changed_best='Zmienił się najlepszy możliwy wynik.'
  w_changedQuestions_marked='Poprawiono ocenę: {questions}.'
  w_changedQuestions_dropped='Nie liczy się już: {questions}.'
  w_changedQuestions_given='Wszyscy dostają punkty: {questions}.'
  w_changedQuestions_restored='Znów się liczy: {questions}.'
  w_changedQuestions_worth='Zmieniła się liczba punktów: {questions}.'
  w_questionNumber='Pytanie {number}'
  w_outOf='{score} na {best}'
  w_rightAnswers='Poprawne odpowiedzi: {right} z {of}.'
  w_dropped='Nie liczy się'
  w_given='Wszyscy dostają punkty'
  w_nothingCounts='Żadne pytanie tego testu nie liczy się już do wyniku, więc test się nie liczy.'
  w_isHidden='W tym kursie nie widać, które odpowiedzi były poprawne.'
  w_yourAnswer='Twoja odpowiedź'
  w_rightAnswer='Poprawna odpowiedź'
  w_alsoRight='Poprawne jest też'
  w_why='Dlaczego'
  w_answersCome='Poprawne odpowiedzi pojawią się, gdy nikt nie będzie już mógł rozwiązać tego testu: {when}.'
  w_answersAreKept='W tym kursie nie widać poprawnych odpowiedzi.'
  w_scoreComes='Twoje odpowiedzi są ocenione. Wynik pojawi się, gdy nikt nie będzie już mógł rozwiązać tego testu: {when}.'
  w_scoreIsKept='Twoje odpowiedzi są ocenione. Wyniki tego kursu zna osoba prowadząca; zapytaj ją.'
  w_byHand='Ten wynik ustaliła osoba prowadząca: {because}'
  w_isExcused='Ten test nie liczy się do wyniku: {because}'
  w_gradingFailed='Nie udało się ocenić twoich odpowiedzi. Osoba prowadząca o tym wie i się tym zajmie.'
  w_isMissed='Nic nie dotarło przed terminem: {when}.'
  w_isMissedRemoved='Nic nie dotarło przed terminem.'
  w_missed='Niewysłane'
  w_excused='Zwolnienie'
  w_failed='Nie udało się ocenić'
  w_comesOn='wynik pojawi się: {when}'
  w_isKept='wynik zna osoba prowadząca'
  w_question='Pytanie {question}'
  w_right='Dobrze'
  w_wrong='Źle'
  w_partly='Częściowo dobrze'
  w_pointsOf='Punkty: {earned} z {of}'
  w_appealWritten='Twój tekst, {when}'
  w_appealWaits='Wysłano. Osoba prowadząca jeszcze nie odpowiedziała.'
  w_appealAnswered='Odpowiedź: {by}, {when}'
  w_appealAccepted='Uznano'
  w_appealDeclined='Nie uznano'
  w_appealIsSent='Twój tekst został wysłany do osoby prowadzącej.'
  w_credit_exact='Wszystko albo nic: liczy się tylko całkowicie poprawna odpowiedź.'
  w_credit_each='Liczą się też odpowiedzi częściowo poprawne: każda poprawna część daje swoją część punktów.'
  w_credit_net='Liczą się też odpowiedzi częściowo poprawne, ale błędny wybór odbiera jeden poprawny. Poniżej 0 nie ma nic.'
  w_credit_weights='Wybory liczą się różnie, a błędny może odebrać coś poprawnym. Poniżej 0 nie ma nic.'
  w_left='jeszcze {time}'
  w_closed='po terminie'
  w_refusal_other_student='Ten klucz nie należy do {studentId}: identyfikator musi być taki jak w kluczu.'
  w_refusal_not_on_list='Na liście kursu nie ma {studentId}. Zapytaj osobę prowadzącą.'
  w_refusal_no_subject='Nie ma tematu {subject}.'
  w_refusal_no_test='W temacie {subject} nie ma testu {testId}.'
  w_refusal_deadline_passed='Termin testu {subject}/{testId} minął: {deadline}.'
  w_refusal_no_attempt_left='Wszystkie próby w teście {subject}/{testId} są wykorzystane; dozwolone próby: {attemptsAllowed}.'
  w_refusal_not_graded='Nie ma jeszcze wyniku testu {subject}/{testId}.'
  w_refusal_marks_not_shown='Nie widzisz jeszcze ocenionych pytań testu {subject}/{testId}, więc nie ma czego zakwestionować.'
  w_refusal_no_question='W ocenionych odpowiedziach do testu {subject}/{testId} nie ma pytania {questionId}.'
  w_refusal_appeal_empty='Napisz, co jest nie tak z tym pytaniem.'
  w_refusal_appeal_too_long='Liczba znaków w tekście: {characters}; najwięcej może ich być {mostCharacters}. Nic nie zapisano.'
  w_refusal_appeal_answered='Odpowiedź w sprawie pytania {questionId} testu {subject}/{testId} już jest. Jeśli coś pozostaje niejasne, zapytaj osobę prowadzącą.'
  w_refusal_answers_do_not_fit='Odpowiedzi nie pasują do pytań tego testu. Szczegóły po angielsku: {problems}'
  w_refusal_no_such_link='Ten link już nie działa. Użyj linku z ostatniej wiadomości.'
  w_refusal_no_such_calendar='Ten adres kalendarza jest już nieaktualny. Utwórz nowy i podaj go swojemu kalendarzowi.'
  w_refusal_too_large='Wysłane dane mają rozmiar {bytes} B; największy dozwolony to {mostBytes} B.'
  w_refusal_too_fast='Zbyt wiele zapytań z tym kluczem. Poczekaj {waitSeconds} s i spróbuj ponownie.'
  w_refusal_failed='Coś poszło nie tak po naszej stronie. Spróbuj ponownie; numer zapytania: {requestId}.'
  w_refusal_key_refused='Ten klucz nie jest tu akceptowany. Poproś osobę prowadzącą o nowy.'
  w_refusal_no_valid_key='To zapytanie wymaga ważnego klucza w nagłówku x-api-key. Poproś o niego osobę prowadzącą.'
  w_refusal_unavailable='Coś poszło nie tak po naszej stronie. Spróbuj ponownie za minutę.'
  w_refusal_too_slow='Serwer odpowiadał zbyt długo. Spróbuj ponownie za minutę.'
  w_refusal_overloaded='Zbyt wiele zapytań naraz. Poczekaj kilka sekund i spróbuj ponownie.'
  w_noun_second_1='sekunda'
  w_noun_second_f='sekundy'
  w_noun_second_m='sekund'
  w_noun_minute_1='minuta'
  w_noun_minute_f='minuty'
  w_noun_minute_m='minut'
  w_noun_hour_1='godzina'
  w_noun_hour_f='godziny'
  w_noun_hour_m='godzin'
  w_noun_day_1='dzień'
  w_noun_day_f='dni'
  w_noun_day_m='dni'
  w_noun_question_1='pytanie'
  w_noun_question_f='pytania'
  w_noun_question_m='pytań'
  w_plurals='m1fffmmmmmmmmmmmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmmmmmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmm'
  w_weekdays='niedz.|pon.|wt.|śr.|czw.|pt.|sob.'
  w_months='sty|lut|mar|kwi|maj|cze|lip|sie|wrz|paź|lis|gru'
  w_decimalMark=','
}

# Exported, as jq reads them from its environment.
use_words() {
  set -a
  case $1 in
    pl) words_pl ;;
    *) words_en ;;
  esac
  set +a
}

# -------------------------------------------------------------------------------------------------- end of the words

# Each argument is a line.
say() { printf '%s\n' "$@"; }
warn() { printf '%s\n' "$@" >&2; }
stop() {
  local code=$1
  shift
  warn "$@"
  exit "$code"
}

# fill TEXT NAME VALUE ...: puts each value where the text has its {NAME}.
fill() {
  local text=$1 before
  shift
  while [ $# -ge 2 ]; do
    before=${text%%"{$1}"*}
    [ "$before" = "$text" ] || text=$before$2${text#*"{$1}"}
    shift 2
  done
  printf '%s' "$text"
}

need_tools() {
  local tool
  for tool in curl jq; do
    command -v "$tool" >/dev/null || stop "$usage" "$(fill "$w_needTool" tool "$tool")"
  done
}

# ---------------------------------------------------------------------------------------------- what is configured

url='' id='' key='' warned='' language=''
# Exported, as jq reads it from its environment.
export id

# The student's own choice, else the course's language, else the terminal's.
choose_language() {
  local chosen=${TEST_TIME_LANG:-${language:-${LC_ALL:-${LC_MESSAGES:-${LANG:-en}}}}}
  use_words "${chosen%%[-_.@]*}"
}

# What the API says of the course's language is kept for the next time; false when it was known.
learn_language() {
  [[ $1 =~ ^[A-Za-z0-9-]{2,35}$ ]] && [ "$1" != "$language" ] || return 1
  language=$1
  write_config
  choose_language
}

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
  warn "$(fill "$w_isUnencrypted" url "$url")" "$w_onlyIfTrusted"
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
      language) language=$value ;;
    esac
  done <"$config"
}

write_config() {
  (
    umask 077
    mkdir -p "$home" && chmod 700 "$home" &&
      printf 'url=%s\nid=%s\nkey=%s\n' "$url" "$id" "$key" >"$config.new" &&
      { [ -z "$warned" ] || printf 'warned=%s\n' "$warned" >>"$config.new"; } &&
      { [ -z "$language" ] || printf 'language=%s\n' "$language" >>"$config.new"; } && mv "$config.new" "$config"
  ) || stop "$usage" "$(fill "$w_cannotWrite" file "$config")"
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
  stop "$usage" "$w_inputEnded"
}

ask_address() {
  until is_address "$url"; do
    [ -z "$url" ] || warn "$(fill "$w_isNoAddress" text "$url")"
    ask "$w_askAddress"
    url=$(tidy_address "$reply")
  done
}

ask_key() {
  until [[ $key =~ ^[A-Za-z0-9._-]+\.[A-Za-z0-9_-]+$ ]]; do
    [ -z "$key" ] || warn "$w_isNoKey"
    ask "$w_askKey" hidden
    key=${reply//[[:space:]]/}
  done
}

ask_id() {
  local default=${key%.*}
  until is_name "$id"; do
    ask "$(fill "$w_askId" id "$default")"
    id=${reply:-$default}
  done
}

configure() {
  url='' id='' key='' language=''
  ask_address
  ask_key
  ask_id
  write_config
  warn_of_plain_http
  say "$(fill "$w_keptIn" file "$config")"
}

# Commands that may run in a script ask only if there is a terminal.
need_config() {
  if is_address "$url" && is_name "$id" && [ -n "$key" ]; then
    warn_of_plain_http
    return 0
  fi
  if [ "${1-}" != asking ] && [ ! -t 0 ]; then
    stop "$usage" "$(fill "$w_notConfigured" file "$config")"
  fi
  ask_address
  ask_key
  ask_id
  write_config
  warn_of_plain_http
}

# --------------------------------------------------------------------------------------------------------- the API

status=''

# request FILE FILTER METHOD PATH [OPTION OF CURL ...]: calls the API; what FILTER, in jq, makes of its answer is in FILE
# then. The key goes to curl on its standard input, because everybody on the machine can read a command line.
request() {
  local file=$1 filter=$2 method=$3 path=$4 problem
  shift 4
  : >"$work/answer"
  if ! status=$(
    printf 'url = "%s%s"\nheader = "x-api-key: %s"\n' "$url" "$path" "$key" |
      curl -q -K - --request "$method" "$@" --silent --show-error --proto '=http,https' \
        --connect-timeout 10 --max-time 40 --dump-header "$work/headers" --output "$work/answer" \
        --write-out '%{http_code}' 2>"$work/problem"
  ); then
    problem=$(sed -e 's/^curl: //' "$work/problem")
    stop "$again" "$(fill "$w_notReached" url "$url" problem "${problem:-$w_noAnswer}")${unsure-}" "$w_checkConnection"
  fi
  read_answer "$file" "$filter"
}

# post FILE FILTER PATH BODY: the body is JSON, or @ and the file that has it.
post() { request "$1" "$2" POST "$3" --header 'content-type: application/json' --data-binary "$4"; }

# fetch FILE FILTER PATH SUBJECT TEST: names need no encoding, and whatever else was typed gets the answer of the server.
fetch() {
  local query="subjectName=$4&testId=$5"
  if ! is_name "$4" || ! is_name "$5"; then
    query=$(jq -rn --arg s "$4" --arg t "$5" '"subjectName=\($s | @uri)&testId=\($t | @uri)"') || exit 1
  fi
  request "$1" "$2" GET "$3?$query"
}

# read_answer FILE FILTER: all in one go, because jq 1.6 takes long to start. Besides the answer, FILTER may use its
# $headers and what was $sent.
read_answer() {
  local told filter=$2
  [ "$status" = 200 ] || filter='said | clean'
  if ! jq -r -s --rawfile headers "$work/headers" --slurpfile sent "$work/request" "$clean$types"'
    .[0] | if type == "object" and (.code | type == "number") and has("body")
      then (if .course then .course.language // "en" else "" end | tojson), ('"$filter"') else error("not ours") end' \
    "$work/answer" >"$work/read" 2>"$work/problem"; then
    case $status in
      429 | 5??) refuse '' ;;
    esac
    stop "$refused" "$(fill "$w_notOurs" url "$url" status "$status")" "$w_checkAddress"
  fi
  {
    read -r told
    cat >"$1"
  } <"$work/read"
  [ "$status" = 200 ] || refuse "$(cat "$1")"
  # Then the words in FILE are still in another language.
  ! learn_language "${told//\"/}" || read_answer "$@"
}

# What a code means to whoever takes a test is nothing to one who objects to a graded question: there the server's
# sentence says it all.
refuse() {
  local words='' meaning="w_code_$status"
  [ -z "$1" ] || words=" $(fill "$w_serverSays" said "$1")"
  meaning=${!meaning-}
  if [ -n "${is_about_a_graded_test-}" ] && [ -n "$1" ]; then
    case $status in
      404) stop "$refused" "$1" "$w_seeGraded" ;;
      400 | 409 | 413) stop "$refused" "$1" ;;
    esac
  fi
  case $status in
    401) stop "$refused" "$meaning$words" "$w_askForKey" ;;
    403) stop "$refused" "$meaning$words" "$w_checkKey" ;;
    404)
      [ -z "${missing-}" ] || stop "$refused" "$missing"
      stop "$refused" "$meaning$words" "$w_seeOpen"
      ;;
    429) stop "$again" "$meaning${unsure-}$words" "$w_waitAMinute" ;;
    5??) stop "$again" "$(fill "$w_serverProblem" status "$status")${unsure-}$words" "$w_tryLater" ;;
    *) stop "$refused" "${meaning:-$(fill "$w_unknownCode" status "$status")}$words" ;;
  esac
}

# Texts of a test are shown in a terminal: control characters in them must not reach it.
readonly clean='def clean: explode
  | map(select(. == 10 or . == 9 or (. >= 32 and . < 127) or . >= 160)) | implode;
def indent($n): gsub("\n"; "\n" + " " * $n);
def one_line: split("\n") | join(" ");
def labelled($mark): "\($mark) \(indent(($mark | length) + 1))";
def offer: "     " + (.answerId as $id | .answerBody | indent(5) | labelled("\($id))"));
# A question in the form for terminals, where the course has one: code in a block, tables in columns.
def plain: .plain as $plain | .question = ($plain.question // .question)
  | .answers |= map(.answerBody = ($plain.answers[.answerId] // .answerBody))
  | if .items then .items |= map(.itemBody = ($plain.items[.itemId] // .itemBody)) else . end;
def offered_as($given): (.answers | map(.answerId)) as $ids
  | if $ids | index($given) then $given
    else [$ids[] | select(ascii_downcase == ($given | ascii_downcase))] | if length == 1 then .[0] else null end end;
def w($name): $ENV["w_" + $name];
def fill($values): reduce ($values | to_entries[]) as $v (.; split("{\($v.key)}") | join($v.value | tostring));
def w($name; $values): w($name) | fill($values);
def when: sub("\\.[0-9]+Z$"; "Z") | fromdateiso8601;
def named($names; $n): w($names) | split("|")[$n];
def local: when | strflocaltime("%w|%d|%m|%Y|%H:%M|%Z") | split("|")
  | w("when"; {weekday: named("weekdays"; .[0] | tonumber), day: (.[1] | tonumber), month: named("months"; .[2] | tonumber - 1),
      year: .[3], time: .[4], zone: .[5]});
def count($n; $noun): (if $n < 200 then $n else 100 + $n % 100 end) as $at
  | "\($n) \(w("noun_\($noun)_" + w("plurals")[$at:$at + 1]))";
def left($now): (((when - $now) / 60) | floor) as $m
  | if $m < 0 then w("closed")
    elif $m < 60 then w("left"; {time: count($m; "minute")})
    elif $m < 2880 then w("left"; {time: "\(count($m / 60 | floor; "hour")) \(count($m % 60; "minute"))"})
    else w("left"; {time: "\(count($m / 1440 | floor; "day")) \(count($m % 1440 / 60 | floor; "hour"))"}) end;
def said: . as $refusal | w("refusal_" + (.reason // "" | tostring | split("-") | join("_"))) as $text
  | (if $text then ($text | fill($refusal.values // {} | if .deadline then .deadline |= local else . end)) else "{" end)
  | if index("{") then $refusal.body | tostring else . end;
def row($name; $text): "     \($name): \($text | indent(5))";
def labelled_row($name; $text): row(w($name); $text);
def points: tostring | split(".") | join(w("decimalMark"));
def rule_of_attempts: w("counts_" + .counts) // "";
def graded_sentence: (.counts // "latest") as $rule | (.attempts // [] | length) as $n
  | {when: (.receivedAt | local), attempts: $n} as $values
  | if $rule == "first" then w("gradedFirst"; $values)
    elif $n > 1 and $rule == "best" then w("gradedBest"; $values)
    elif $n > 1 and $rule == "average" then w("gradedAverage"; $values)
    elif $rule == "latest" or .score then w("graded"; $values)
    else rule_of_attempts end;
def attempt_note($rule; $marks): [if .isShown and $rule == "best" then w("isCounted") else empty end,
    if .isShown and $marks then w("isShown") else empty end]
  | if length > 0 then " (" + join(", ") + ")" else "" end;
def changes($named): if .isUndone then w("undone") else
    (.questions | group_by(.kind)[] | (w("changedQuestions_" + .[0].kind) // empty) as $sentence
      | map(w("questionNumber"; {number: .place}) + if $named then " · " + .questionId else "" end) | join(", ") as $questions
      | $sentence | fill({questions: $questions})),
    (.reasons[] | w("changed_" + .) // empty) end;
def out_of: w("outOf"; {score: (.score | points), best: (.best | points)});
def outcome: if .status == "missing" then w("missed")
  elif .status != "graded" then w(.status)
  elif .score then out_of
  elif (.scoreComes // "never") == "never" then w("isKept")
  else w("comesOn"; {when: (.scoreComes | local)}) end;
def pad($n): . + " " * ($n - length);'

# ---------------------------------------------------------------------------------------------- the types of questions
# Each type says in jq: what is shown below its question, what it takes for a typed answer (null: nothing), how an answer is
# shown. `of_type` is the one place that asks for a type; a question without one has one right answer.

readonly types='
def words: [splits("[ ,]+")] | map(select(. != ""));
def trimmed: gsub("^\\s+|\\s+$"; "");
def picks($typed): . as $q | [$typed | words[] | . as $word | $q | offered_as($word)] as $picked
  | if ($picked | index(null)) == null then $picked
    else [$typed | gsub("[ ,]"; "") | split("")[] | . as $letter | $q | offered_as($letter)]
      | if index(null) == null then . else [] end end;
def body($id): first(.answers[] | select(.answerId == $id) | .answerBody) // $id;
def offers: .answers | map(offer) | join("\n");
def how($name): "     \(w($name))";

def single_shown: offers;
def single_taken($typed): offered_as($typed);
def single_said($a): body($a);

def multiple_shown: how("howMultiple") + "\n" + offers;
def multiple_taken($typed): picks($typed) | if length == 0 then null else unique end;
def multiple_said($a): . as $q | $a | map(. as $id | $q | body($id)) | join("\n");

def unit: if .unit then " " + .unit else "" end;
def number_shown: how("howNumber") + unit;
def number_taken($typed): (.unit // "") as $unit | ($typed | trimmed) as $t
  | if $t | rtrimstr($unit) | trimmed | gsub("\u2212"; "-") | test("^[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]{1,2})?$")
    then $t else null end;
def number_said($a): (.unit // "") as $unit | if $a | endswith($unit) then $a else "\($a) \($unit)" end;

def text_shown: how("howText");
def text_taken($typed): $typed | trimmed | if . == "" or length > 1000 then null else . end;
def text_said($a): $a;

def match_shown: (.items | map("     " + (.itemId as $id | .itemBody | indent(5) | labelled("\($id)."))) | join("\n"))
  + "\n" + how("howMatch") + "\n" + offers;
def match_taken($typed): . as $q | ($q.items | map(.itemId)) as $items | ($typed | words) as $words
  | (if $words | length > 0 and all(index("=")) then $words | map(split("=") | {key: .[0], value: (.[1:] | join("="))})
     else ($q | picks($typed)) as $picked | if ($picked | length) == ($items | length)
       then [range($items | length) | {key: $items[.], value: $picked[.]}] else [] end end)
  | map(. as $pair | {key, value: ($q | offered_as($pair.value))})
  | if length > 0 and all(.value != null and (.key as $key | $items | index($key))) then sort_by(.key) | from_entries else null end;
def match_said($a): . as $q | .items | map(.itemId as $id | select($a[$id]) | "\(.itemBody) → \($a[$id] as $b | $q | body($b))") | join("\n");

def order_shown: how("howOrder") + "\n" + offers;
def order_taken($typed): (.answers | length) as $all | picks($typed)
  | if length == $all and (unique | length) == $all then . else null end;
def order_said($a): . as $q | $a | to_entries | map("\(.key + 1). \(.value as $id | $q | body($id))") | join("\n");

def blanks_shown: ([.blanks[] | .blankId as $id | (.answers // [])[] | "     [[\($id)]] \(.answerId)) \(.answerBody | indent(9))"]
  + [how("howBlanks")]) | join("\n");
def blank_taken($typed): if .type == "number" then number_taken($typed) elif .type == "single" then offered_as($typed | trimmed)
  else text_taken($typed) end;
def blanks_taken($typed): .blanks as $blanks | ($blanks | map(.blankId)) as $ids
  | [$typed | trimmed | splits("\\s*;\\s*(?=(?:" + ($ids | map(gsub("\\."; "\\.")) | join("|")) + ")=)")]
  | (if length == 1 and ($ids | length) == 1 and (.[0] | startswith($ids[0] + "=") | not) then [{key: $ids[0], value: .[0]}]
     else map(index("=") as $at | if $at then {key: .[:$at], value: .[$at + 1:]} else {key: "", value: .} end) end)
  | map(. as $pair | {key, value: (first($blanks[] | select(.blankId == $pair.key) | blank_taken($pair.value)) // null)})
  | if length > 0 and all(.value != null) then sort_by(.key) | from_entries else null end;
def blanks_said($a): reduce .blanks[] as $b (.question; split("[[\($b.blankId)]]")
  | join(if $a[$b.blankId] == null then "___" else $b | {answers: [], unit} + . | (body($a[.blankId]) as $text | number_said($text)) end));

def of_type(single; multiple; number; text; match; order; blanks):
  if .type == null then single elif .type == "multiple" then multiple elif .type == "number" then number
  elif .type == "text" then text elif .type == "match" then match elif .type == "order" then order
  elif .type == "blanks" then blanks
  else error("unknown type") end;
def is_known: .type == null or ([.type] | inside(["multiple", "number", "text", "match", "order", "blanks"]));
def shown: (if .points or .credit then "     " + ([(if .points then w("worth"; {points: (.points | points)}) else empty end),
      (if .credit then w("credit_" + .credit) else empty end)] | join(" ")) + "\n" else "" end)
  + of_type(single_shown; multiple_shown; number_shown; text_shown; match_shown; order_shown; blanks_shown);
def taken($typed): of_type(single_taken($typed); multiple_taken($typed); number_taken($typed); text_taken($typed);
  match_taken($typed); order_taken($typed); blanks_taken($typed));
def said_answer($a): of_type(single_said($a); multiple_said($a); number_said($a); text_said($a); match_said($a); order_said($a);
  blanks_said($a));
# Of these, a letter alone may be the answer.
def is_free: of_type(false; false; true; true; false; false; true);
def as_typed: if type == "array" then join(" ") elif type == "object" then to_entries | map("\(.key)=\(.value)") | join("; ")
  else tostring end;
def refusal($typed): if .type == null then w("isNoAnswer"; {text: $typed, answers: (.answers | map(.answerId) | join(" "))})
  else w("isNotTaken"; {text: $typed}) end;
# What is sent: of these questions, in their order, those that $given answers.
def submission($given): {subjectName: $ENV.subject, testId: $ENV.testId, studentId: $ENV.id,
  testResult: [.[].questionId | select($given[.] != null) | {questionId: ., answer: $given[.]}]};'

# fetch_tests FILTER: what FILTER makes of the tests that are open is in $work/tests then.
fetch_tests() { post "$work/tests" ".open // [] | $1" /api/v1/tests "{\"studentId\":\"$id\",\"course\":true}"; }

# fetch_questions SUBJECT TEST [FILTER]: what FILTER makes of the answer is in $work/questions then, without one the
# questions. One of a type that is newer than this client stops it: what it would show would be wrong.
fetch_questions() {
  local known
  fetch "$work/paper" "(.body | all(.[]; is_known)) as \$known | \$known, if \$known then ${3-.body} else empty end" \
    /api/v1/test "$1" "$2"
  {
    read -r known
    cat >"$work/questions"
  } <"$work/paper"
  [ "$known" = true ] || stop "$refused" "$w_isTooOld"
}

# send: sends the submission in $work/request, prints and keeps the receipt. It has $subject and $testId from its caller.
send() {
  local unsure=" $w_unsure" receivedAt line
  at_interrupt=$w_unsure
  post "$work/receipt" '.receipt | (try [.receivedAt,
      ([[w("received"), (.receivedAt | local)], [w("deadline"), (.deadline | local)], [w("submission"), .submissionId],
        ["sha256", .sha256]]
      | (map(.[0] | length) | max) as $width | w("receipt"), (.[] | "  \(.[0] | pad($width + 2))\(.[1] | clean | one_line)")),
      $sent[0] + {receipt: .}] catch []) | .[]' /api/v1/test "@$work/request"
  say "$(fill "$w_sent" subject "$subject" test "$testId")"
  {
    read -r receivedAt || stop "$refused" "$w_noReceipt"
    for _ in 1 2 3 4 5; do
      IFS= read -r line
      say "$line"
    done
    keep_receipt "$subject-$testId-$receivedAt.json"
  } <"$work/receipt"
  at_interrupt=''
}

# keep_receipt FILE: keeps what it reads.
keep_receipt() {
  local file=${1//:/-}
  file="$home/receipts/${file//[^A-Za-z0-9._-]/_}"
  if (umask 077 && mkdir -p "$home/receipts" && cat >"$file"); then
    say "$(fill "$w_receiptKept" file "$file")"
  else
    warn "$(fill "$w_receiptNotKept" folder "$home/receipts")"
  fi
}

# ------------------------------------------------------------------------------------------------------ the commands

# list [--json]: shows the tests that are open, and keeps "SUBJECT TEST" of each in $open_tests. The server's clock
# decides, so the time left is computed from it, not from this machine's clock.
open_tests=()
list() {
  local count line
  if [ "${1-}" = --json ]; then
    fetch_tests .
    cat "$work/tests"
    return
  fi
  fetch_tests '($headers | split("\n") | map(select(ascii_downcase | startswith("date: ")))[-1]
      | try (.[6:] | rtrimstr("\r") | strptime("%a, %d %b %Y %H:%M:%S GMT") | mktime) catch now) as $now
    | length, (.[] | "\(.subject) \(.testId)" | clean | one_line),
    if length == 0 then w("isNothingOpen") else to_entries[] | .key as $i | .value
    | (if .attemptsAllowed == null then ""
       else ", " + w("attempts"; {used: .attemptsUsed, allowed: .attemptsAllowed}) end
       + if .counts then ". " + rule_of_attempts else "" end) as $attempts
    | "\($i + 1 | tostring | "   "[length:] + .)  \(.subject) \(.testId)  \(.title)
     \(w("until"; {when: (.deadline | local), left: (.deadline | left($now)),
          state: w(if .submitted then "submitted" else "notSubmitted" end)}))\($attempts)"
    | clean end'
  open_tests=()
  {
    read -r count
    while [ "${#open_tests[@]}" -lt "$count" ]; do
      read -r line
      open_tests+=("$line")
    done
    cat
  } <"$work/tests"
}

show() {
  local filter=.body
  [ "${3-}" = --json ] || filter='(select(.counts) | rule_of_attempts + "\n" | clean),
    (.body | to_entries[] | (.key + 1) as $n | .value | plain | .questionId as $id
      | "\($n). [\($id)] \(.question | indent(3))\n\(shown)\n" | clean)'
  fetch_questions "$1" "$2" "$filter"
  cat "$work/questions"
}

score() {
  local json=no
  if [ $# -gt 0 ] && [ "${!#}" = --json ]; then
    json=yes
    set -- "${@:1:$#-1}"
  fi
  [ $# -ne 1 ] || [[ $1 != */* ]] || set -- "${1%%/*}" "${1#*/}"
  [ $# -eq 0 ] || [ $# -eq 2 ] || stop "$usage" "$(fill "$w_usage" usage 'score [SUBJECT TEST] [--json]')"
  if [ $# -eq 0 ]; then
    list_scores "$json"
  else
    fetch_score "$1" "$2" "$json"
  fi
  cat "$work/scores"
}

# list_scores JSON: a server that does not know of results gives the scores.
list_scores() {
  local filter=.
  [ "$1" = yes ] || filter='if length == 0 then w("noScores")
    else .[] | "\(outcome)  \(.subject) \(.testId)  \(.title)" | clean end'
  post "$work/scores" '.results // (.scores // [] | map(. + {status: "graded"})) | '"$filter" /api/v1/tests \
    "{\"studentId\":\"$id\",\"results\":true,\"scores\":true}"
}

# fetch_score SUBJECT TEST JSON
fetch_score() {
  local missing filter=.
  missing=$(fill "$w_notGraded" subject "$1" test "$2")
  [ "$3" = yes ] || filter=$score_shown
  fetch "$work/scores" '.body + {release} + if .marks then {marks} else {} end + if .attempts then {attempts} else {} end
    + if .change then {change} else {} end + if .appeals then {appeals} else {} end | '"$filter" /api/v1/score "$1" "$2"
}

# One score, as the page shows it.
readonly score_shown=' .title,
    if .score then out_of else empty end,
    if .override.excused then w("isExcused"; {because: .override.because})
    elif .nothingCounts and (.override | not) then w("nothingCounts")
    elif .override then w("byHand"; {because: .override.because})
    elif .status == "failed" then w("gradingFailed")
    elif .status == "missing" then (if .deadline then w("isMissed"; {when: (.deadline | local)}) else w("isMissedRemoved") end)
    elif .scoreComes == "never" then w("scoreIsKept")
    elif .scoreComes then w("scoreComes"; {when: (.scoreComes | local)})
    else empty end,
    if .receivedAt then (if .points then w("pointsOf"; (.points | map_values(points))) + ". "
      elif .right then w("rightAnswers"; {right, of: .questions}) + " " else "" end)
      + graded_sentence elif .counts then rule_of_attempts else empty end,
    if .score and .attempts then w("yourAttempts") + ":",
      (.counts as $rule | .marks as $marks | .attempts | to_entries[] | .key as $n | .value
        | "  " + w("attempt"; {number: ($n + 1), when: (.receivedAt | local), score: (.score // w("dropped") | points)})
          + attempt_note($rule; $marks))
    else empty end,
    if .score and .revision > 1 then w("scoreHasChanged"),
      (any(.marks // [] | .[]; .name) as $named | .change // empty
        | (if .before then w("before"; .before | map_values(points)) else empty end), changes($named))
    else empty end,
    if (.score | not) or .status != "graded" or .release.answers == "now" then empty
    elif .release.marks == "never" then w("isHidden")
    elif .release.answers == "never" then w("answersAreKept")
    else w("answersCome"; {when: (.release.answers | local)}) end,
    ((.appeals // []) as $appeals | .marks // [] | to_entries[] | (.key + 1) as $n | .value
      | "\n\($n). \(if .question then "[\(.questionId)] " + (.plain.question // .question) else w("question"; {question: .questionId}) end | indent(3))",
        labelled_row("yourAnswer"; if .given == null then w("isLeftOut")
          else "\(.plain.given // .givenText // (.given | as_typed)) (\(w(if .void then (if .void == "given" then "given" else "dropped" end) elif .isRight then "right"
              elif (.earned // "0") != "0" then "partly" else "wrong" end)))" end),
        if .earned then "     " + w("pointsOf"; {earned: (.earned | points), of: (.of | points)}) + "." else empty end,
        if .isRight or (.rightText // .right) == null then empty
        else labelled_row("rightAnswer"; .plain.right // .rightText // (.right | as_typed)) end,
        if .isRight or .alsoRight == null then empty else labelled_row("alsoRight"; .alsoRight | join("\n")) end,
        if .feedback then labelled_row("why"; .plain.feedback // .feedback) else empty end,
        (.questionId as $id | $appeals[] | select(.questionId == $id)
          | row(w("appealWritten"; {when: (.at | local)}); .text),
            if .answer then row(w("appealAnswered"; {by: .answer.by, when: (.answer.at | local)});
              w(if .answer.decision == "accepted" then "appealAccepted" else "appealDeclined" end) + ". " + .answer.text)
            else "     " + w("appealWaits") end))
    | clean'

# The server says how many characters a text may have; this many bytes are too many in any case.
readonly most_appeal_bytes=10000

appeal() {
  [[ ${1-} != */* ]] || set -- "${1%%/*}" "${1#*/}" "${@:2}"
  need_arguments 3 10000 $# 'appeal SUBJECT TEST QUESTION [TEXT]'
  local subject=$1 testId=$2 question=$3 is_about_a_graded_test=yes
  shift 3
  if [ $# -gt 0 ]; then
    printf '%s' "$*" >"$work/text"
  else
    [ ! -t 0 ] || warn "$w_askAppeal"
    head -c $((most_appeal_bytes + 1)) >"$work/text"
  fi
  [ "$(wc -c <"$work/text")" -le "$most_appeal_bytes" ] || stop "$refused" "$w_appealTooLong"
  jq -n --arg id "$id" --arg s "$subject" --arg t "$testId" --arg q "$question" --rawfile text "$work/text" \
    '{studentId: $id, subjectName: $s, testId: $t, questionId: $q, text: $text}' >"$work/request" || exit 1
  post "$work/appeal" .body /api/v1/appeals "@$work/request"
  say "$w_appealIsSent" "$(fill "$w_appealAnswerComes" subject "$subject" test "$testId")"
}

submit() {
  local -x subject=$1 testId=$2
  local pair problem
  shift 2
  for pair in "$@"; do
    [[ $pair == ?*=?* ]] || stop "$usage" "$(fill "$w_isNoPair" text "$pair")"
  done
  fetch_questions "$subject" "$testId"
  jq -n -r -c --slurpfile questions "$work/questions" "$clean$types"' reduce ($ARGS.positional[] | index("=") as $at | [.[:$at], .[$at + 1:]])
      as [$id, $given] ({given: {}, problem: null};
    if .problem then .
    elif .given[$id] then .problem = w("answeredTwice"; {question: $id})
    else ($questions[0] | map(select(.questionId == $id))[0]) as $question
      | if $question == null then
          .problem = w("noQuestion"; {question: $id, questions: ($questions[0] | map(.questionId) | join(", "))})
        else ($question | taken($given)) as $answer
          | if $answer then .given[$id] = $answer
            elif $question.type then .problem = w("question"; {question: $id}) + ": " + w("isNotTaken"; {text: $given})
            else .problem = w("notOffered"; {question: $id, answer: $given, answers: ($question.answers | map(.answerId) | join(", "))})
            end
        end
    end) | (.problem // "" | clean | one_line), (.given as $given | $questions[0] | submission($given))' \
    --args "$@" >"$work/read" || exit 1
  {
    IFS= read -r problem
    cat >"$work/request"
  } <"$work/read"
  [ -z "$problem" ] || stop "$usage" "$problem"
  send
}

# Answers are kept in $work/given as {QUESTION: ANSWER}, and in the draft together with their questions:
# {answers: [{answer, to}]}. The next time, a question's place or id may belong to another question.

# Of each question, by its number: how it is shown, its answer as it would be typed, and whether a letter alone may be one.
shown=() typed=() is_free=()

readonly newline=$'\n' line_mark=$'\036'

# open_draft DRAFT: says what the test is, gets its questions ready, reads the kept answers whose questions are still there,
# and names the others; $count is how many questions there are. An earlier version of this client kept lines
# QUESTION=ANSWER, without the questions.
open_draft() {
  local given rule questions number line
  jq -n -r -c --slurpfile questions "$work/questions" --slurpfile answer "$work/answer" --rawfile kept "$1" "$clean$types"'
    def content: {question, answers: ((.answers // []) | sort_by(.answerId)), type, items, unit, blanks};
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
          elif $of_id then .said += [w("hasChanged"; {number: ($of_id.key + 1),
              answer: ($kept.to.answers // [] | map(select(.answerId == $kept.answer).answerBody | first_line)[0]
                // ($kept.answer | as_typed))})]
          else .said += [w("isGone"; {question: ($kept.to.question // $kept.to.questionId | first_line)})] end)
    | if .given != {} then .said += [w("stillHere") + if $draft.isOld then " " + w("checkEach") else "" end] else . end
    | ($asked | length | ., count(.; "question")), ($answer[0] | if .counts then rule_of_attempts else "" end | clean),
      .given, (.given as $given | $asked[] | .key as $i | .value | plain
        | is_free, ($given[.questionId] // "" | as_typed | clean | one_line),
          ("\($i + 1). \(.question | indent(3))\n\(shown)" | clean | split("\n") | join("\u001e"))),
      (.said[] | clean)' >"$work/read" || exit 1
  {
    read -r count
    read -r questions
    read -r rule
    say '' "$(fill "$w_begin" subject "$subject" test "$testId" questions "$questions")${rule:+ $rule}"
    read -r given
    printf '%s\n' "$given" >"$work/given"
    for ((number = 1; number <= count; number++)); do
      read -r "is_free[$number]"
      IFS= read -r "typed[$number]"
      IFS= read -r line
      shown[number]=${line//$line_mark/$newline}
    done
    cat
  } <"$work/read"
}

# set_answer NUMBER ANSWER DRAFT: an empty answer removes the question's answer; false when it is none that the question
# takes, and $refusal says so.
refusal=''
set_answer() {
  local given
  jq -r -c --argjson n "$1" --arg answer "$2" --slurpfile given "$work/given" "$clean$types"' . as $questions | .[$n - 1]
    | (if $answer == "" then null else taken($answer) end) as $taken
    | if $answer != "" and $taken == null then "", (refusal($answer) | clean)
      else ($given[0] | del(.[$questions[$n - 1].questionId])) + if $answer == "" then {} else {(.questionId): $taken} end
        | ., ($taken // "" | as_typed | clean | one_line),
          (. as $given | {answers: [$questions[] | select($given[.questionId] != null) | {answer: $given[.questionId], to: .}]})
      end' "$work/questions" >"$work/read"
  {
    read -r given
    if [ -z "$given" ]; then
      refusal=$(cat)
      return 1
    fi
    IFS= read -r "typed[$1]"
    (umask 077 && cat >"$3.new" && mv "$3.new" "$3") || stop "$usage" "$(fill "$w_cannotWrite" file "$3")"
  } <"$work/read"
  printf '%s\n' "$given" >"$work/given"
}

has_answers() {
  local given
  read -r given <"$work/given"
  [ "$given" != '{}' ]
}

take() {
  local -x subject=$1 testId=$2
  local draft count number=1
  # Both become part of a file's name.
  is_name "$subject" && is_name "$testId" || stop "$refused" "$(fill "$w_noTest" subject "$subject" test "$testId")"
  fetch_questions "$subject" "$testId"
  draft="$home/drafts/$id+$subject+$testId"
  (umask 077 && mkdir -p "$home/drafts" && touch "$draft") || stop "$usage" "$(fill "$w_cannotWrite" file "$draft")"
  open_draft "$draft"
  at_interrupt=kept
  say "$w_howToAnswer"
  while [ "$number" -le "$count" ]; do
    ask_question "$number" "$draft"
    case $step in
      back) [ "$number" -le 1 ] || number=$((number - 1)) ;;
      *) number=$((number + 1)) ;;
    esac
  done
  review "$draft" "$count"
  until may_use_attempt; do review "$draft" "$count"; done
  send
  rm -f "$draft"
}

# Asks once more before the only or the last attempt.
may_use_attempt() {
  local unsure=" $w_areKept" which
  fetch_tests '.[] | select(.subject == $ENV.subject and .testId == $ENV.testId and .attemptsAllowed != null)
    | if .attemptsAllowed == 1 then "only" elif .attemptsAllowed - .attemptsUsed == 1 then "last" else empty end'
  which=$(cat "$work/tests")
  case $which in
    only) ask "$w_onlyAttempt" ;;
    last) ask "$w_lastAttempt" ;;
    *) return 0 ;;
  esac
  is_yes
}

lower() { printf '%s' "$1" | tr '[:upper:]' '[:lower:]'; }

is_yes() {
  case " $w_yes " in
    *" $(lower "$reply") "*) return 0 ;;
    *) return 1 ;;
  esac
}

# ask_question NUMBER DRAFT: asks until the answer is one of those offered; sets $step to what comes next.
step=''
ask_question() {
  local free=${is_free[$1]}
  say '' "${shown[$1]}"
  step=next
  while true; do
    ask "   ${typed[$1]:+[${typed[$1]}] }> "
    case $reply in
      '') [ -n "${typed[$1]}" ] || warn "   $w_isLeftOut." ; return ;;
      -) set_answer "$1" '' "$2" ; return ;;
      '<') step=back ; return ;;
      q | Q) [ "$free" = false ] || stop_for_now ;;
      \\- | \\'<' | \\q | \\Q) [ "$free" = false ] || reply=${reply#?} ;;
    esac
    ! set_answer "$1" "$reply" "$2" || return 0
    [[ $reply != [qQ] ]] || stop_for_now
    warn "   $refusal"
  done
}

# Says what happens to answers that were given and not sent.
kept_words() {
  if has_answers; then
    say "$w_isNothingSent $w_areKept"
  else
    say "$w_isNothingSent"
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
  ask "$w_askDrop"
  is_yes || return 0
  rm -f "$1"
  say "$w_areDropped"
  exit 0
}

# review DRAFT COUNT: shows all answers, lets them be changed, returns when they are to be sent, in $work/request.
review() {
  local line
  while true; do
    jq -r -c --slurpfile given "$work/given" "$clean$types"' submission($given[0]),
      (to_entries[] | "  \(.key + 1)." as $n | (.value | plain) as $q | $given[0][$q.questionId] as $a
      | if $a == null then "\($n) \(w("leftOut"))"
        else ($n + if $q.type then "" else " \($a))" end) as $mark | $q | said_answer($a) | labelled($mark) end
      | clean)' "$work/questions" >"$work/read" || exit 1
    {
      read -r line
      printf '%s\n' "$line" >"$work/request"
      say '' "$w_yourAnswers"
      cat
    } <"$work/read"
    ask "$w_askReview"
    case $(lower "$reply") in
      send)
        if has_answers; then return 0; fi
        warn "$w_isAllLeftOut"
        ;;
      drop) forget_answers "$1" ;;
      q) stop_for_now ;;
      *)
        if [[ $reply =~ ^[0-9]{1,4}$ ]] && [ "$((10#$reply))" -ge 1 ] && [ "$((10#$reply))" -le "$2" ]; then
          ask_question "$((10#$reply))" "$1"
        else
          warn "$(fill "$w_isNoReview" most "$2")"
        fi
        ;;
    esac
  done
}

menu() {
  local subject testId
  while true; do
    list
    [ "${#open_tests[@]}" -gt 0 ] || return 0
    ask "$w_askTest"
    [[ $reply != [qQ] ]] || return 0
    if [[ $reply =~ ^[0-9]{1,4}$ ]] && [ "$((10#$reply))" -ge 1 ] && [ "$((10#$reply))" -le "${#open_tests[@]}" ]; then
      read -r subject testId <<<"${open_tests[$((10#$reply - 1))]}"
      take "$subject" "$testId"
    else
      warn "$(fill "$w_isNoTest" most "${#open_tests[@]}")"
    fi
  done
}

# need_arguments LEAST MOST HAVE USAGE
need_arguments() {
  [ "$3" -ge "$1" ] && [ "$3" -le "$2" ] || stop "$usage" "$(fill "$w_usage" usage "$4")"
}

main() {
  local command=${1:-menu}
  [ $# -eq 0 ] || shift
  read_config
  choose_language
  case $command in
    help | -h | --help) say "$w_help"; return ;;
  esac
  need_tools
  work=$(mktemp -d "${TMPDIR:-/tmp}/test-time.XXXXXX") || stop "$usage" "$(fill "$w_noFolder" folder "${TMPDIR:-/tmp}")"
  : >"$work/request"
  trap 'rm -rf "$work"' EXIT
  trap interrupted INT TERM HUP
  case $command in
    configure) configure ;;
    list) need_arguments 0 1 $# 'list [--json]' && need_config && list "$@" ;;
    show) need_arguments 2 3 $# 'show SUBJECT TEST [--json]' && need_config && show "$@" ;;
    submit) need_arguments 3 10000 $# 'submit SUBJECT TEST QUESTION=ANSWER ...' && need_config && submit "$@" ;;
    score) need_config && score "$@" ;;
    appeal) need_config && appeal "$@" ;;
    take) need_arguments 2 2 $# 'take SUBJECT TEST' && need_config asking && take "$@" ;;
    menu) need_config asking && menu ;;
    *) stop "$usage" "$(fill "$w_noCommand" command "$command")" ;;
  esac
}

main "$@"
