/*
 * Polish. Students are addressed without a word that would say their gender, names and titles stay in the nominative, and
 * the trainer is "osoba prowadząca". Mails write "Ty" and "Twój" with a capital, as letters do; pages, the client and the API do
 * not, and what both say needs no such word but at the beginning of a sentence. As long as en.ts, whose shape it has.
 */
import type * as en from "./en.ts";
import { countedIn, type Nouns } from "./plural.ts";

export const locale: typeof en.locale = "pl-PL";

interface PolishForms {
  readonly one: string;
  readonly few: string;
  readonly many: string;
}

const counted = countedIn<PolishForms>(locale);

const polishNouns = {
  second: { one: "sekunda", few: "sekundy", many: "sekund" },
  minute: { one: "minuta", few: "minuty", many: "minut" },
  hour: { one: "godzina", few: "godziny", many: "godzin" },
  day: { one: "dzień", few: "dni", many: "dni" },
  question: { one: "pytanie", few: "pytania", many: "pytań" },
};

export const nouns: Nouns = polishNouns;

/** A word of one letter does not end a line: the space after it does not break. */
export const typeset: typeof en.typeset = (text) =>
  text.replaceAll(/(?<=^|[\s(\u201e>])([aiouwz]) (?=\S)/gimu, "$1\u00a0");

export const dayText: typeof en.dayText = (weekday, date) => `${weekday}, ${date}`;

/** Scores come with a decimal point. */
const withComma = (score: string): string => score.replace(".", ",");

export const scoreText: typeof en.scoreText = (score, best) => `${withComma(score)} na ${withComma(best)}`;

export const mail: typeof en.mail = {
  greeting: (name) => `Dzień dobry, ${name}!`,
  footer: (trainer, course) =>
    `Ta wiadomość jest dla osób z kursu „${course}”. Odpowiedź na nią trafi do osoby prowadzącej: ${trainer}.`,
};

export const scoreMail: typeof en.scoreMail = {
  subject: (title) => `Wynik testu „${title}”`,
  changedSubject: (title) => `Zmieniony wynik testu „${title}”`,
  news: (title, score) => `Twój wynik testu „${title}” to ${score}`,
  changed: (title, score) => `Twój wynik testu „${title}” zmienił się i wynosi ${score}`,
  changedFrom: (title, before, score) =>
    `Nowy wynik testu „${title}”: ${score}; poprzedni: ${withComma(before)}`,
  same: (title, score) => `Test „${title}” oceniono ponownie; Twój wynik to nadal ${score}`,
  excused: (title) => `Test „${title}” nie liczy się dla Ciebie`,
  rightAnswers: (right, questions) => `Poprawne odpowiedzi: ${right} z ${questions}.`,
  points: (earned, of) => `Punkty: ${withComma(earned)} z ${withComma(of)}.`,
  moreAttempts: (attempts) => `Pozostałe próby (${attempts}) są na stronie.`,
  seeOnPage: "Zobacz to na stronie",
  moreOnPage: (questions) => `Pozostałe pytania (${questions}) są na stronie.`,
};

export const invitationMail: typeof en.invitationMail = {
  headline: (course) => `Twój dostęp do testów kursu „${course}”`,
  opening: "Testy rozwiązuje się na stronie, na telefonie albo na komputerze.",
  openingWithoutPage:
    "Testy rozwiązuje się w terminalu, programem test-time.sh, który dostaniesz od osoby prowadzącej, albo własnym programem, który używa HTTP.",
  asksForKey: "Strona poprosi o Twój klucz:",
  yourKey: "Twój klucz:",
  openPage: "Otwórz stronę",
  replaced: "Jeśli masz już klucz, to przestał on działać: używaj tego nowego.",
  keepToYourself:
    "Nie pokazuj klucza nikomu: kto go ma, może wysłać odpowiedzi w Twoim imieniu. Jeśli klucz się zgubił albo ktoś go zobaczył, odpisz na tę wiadomość i poproś o nowy.",
  otherClients: "Jeśli używasz innego programu, zapyta on o klucz oraz o te dane:",
  clients:
    "„test-time.sh configure” zapyta o klucz oraz o te dane. Własny program wysyła klucz w nagłówku x-api-key:",
  address: "adres",
  id: "identyfikator",
};

export const api: typeof en.api = {
  codes: {
    400: "Serwer nie rozumie wysłanych danych.",
    401: "Twój klucz jest nieprawidłowy albo stracił ważność.",
    403: "Brak dostępu: klucz należy do kogoś innego albo nie ma cię na liście uczestników.",
    404: "Nie ma takiego tematu lub testu albo test nie jest jeszcze otwarty.",
    409: "Wszystkie próby w tym teście zostały już wykorzystane.",
    410: "Za późno: ten test jest już zamknięty.",
    413: "Wysłane dane są zbyt duże.",
    429: "W tej chwili jest zbyt wiele zapytań.",
  },
  serverProblem: (status) => `Serwer ma problem (kod ${status}).`,
  unknownCode: (status) => `Serwer odpowiedział kodem ${status}, którego ten program nie zna.`,
  waitAMinute: "Poczekaj minutę i spróbuj ponownie.",
  tryLater: "Spróbuj ponownie za kilka minut; jeśli to nie pomoże, powiadom osobę prowadzącą.",
  serverSays: (said) => `Serwer odpowiada: ${said}`,
  unsure: "Nie wiadomo, czy odpowiedzi dotarły; wyślij je ponownie: te same odpowiedzi liczą się tylko raz.",
};

export const refusals: typeof en.refusals = {
  "other-student": ({ studentId }) =>
    `Ten klucz nie należy do ${studentId}: identyfikator musi być taki jak w kluczu.`,
  "not-on-list": ({ studentId }) => `Na liście kursu nie ma ${studentId}. Zapytaj osobę prowadzącą.`,
  "no-subject": ({ subject }) => `Nie ma tematu ${subject}.`,
  "no-test": ({ subject, testId }) => `W temacie ${subject} nie ma testu ${testId}.`,
  "deadline-passed": ({ subject, testId, deadline }, when) =>
    `Termin testu ${subject}/${testId} minął: ${when(deadline)}.`,
  "no-attempt-left": ({ subject, testId, attemptsAllowed }) =>
    `Wszystkie próby w teście ${subject}/${testId} są wykorzystane; dozwolone próby: ${attemptsAllowed}.`,
  "not-graded": ({ subject, testId }) => `Nie ma jeszcze wyniku testu ${subject}/${testId}.`,
  "marks-not-shown": ({ subject, testId }) =>
    `Nie widzisz jeszcze ocenionych pytań testu ${subject}/${testId}, więc nie ma czego zakwestionować.`,
  "no-question": ({ subject, testId, questionId }) =>
    `W ocenionych odpowiedziach do testu ${subject}/${testId} nie ma pytania ${questionId}.`,
  "appeal-empty": () => "Napisz, co jest nie tak z tym pytaniem.",
  "appeal-too-long": ({ characters, mostCharacters }) =>
    `Liczba znaków w tekście: ${characters}; najwięcej może ich być ${mostCharacters}. Nic nie zapisano.`,
  "appeal-answered": ({ subject, testId, questionId }) =>
    `Odpowiedź w sprawie pytania ${questionId} testu ${subject}/${testId} już jest. Jeśli coś pozostaje niejasne, zapytaj osobę prowadzącą.`,
  "answers-do-not-fit": ({ problems }) =>
    `Odpowiedzi nie pasują do pytań tego testu. Szczegóły po angielsku: ${problems}`,
  "no-such-link": () => "Ten link już nie działa. Użyj linku z ostatniej wiadomości.",
  "no-such-calendar": () =>
    "Ten adres kalendarza jest już nieaktualny. Utwórz nowy i podaj go swojemu kalendarzowi.",
  "too-large": ({ bytes, mostBytes }) =>
    `Wysłane dane mają rozmiar ${bytes} B; największy dozwolony to ${mostBytes} B.`,
  "too-fast": ({ waitSeconds }) =>
    `Zbyt wiele zapytań z tym kluczem. Poczekaj ${waitSeconds} s i spróbuj ponownie.`,
  failed: ({ requestId }) =>
    `Coś poszło nie tak po naszej stronie. Spróbuj ponownie; numer zapytania: ${requestId}.`,
  "key-refused": () => "Ten klucz nie jest tu akceptowany. Poproś osobę prowadzącą o nowy.",
  "no-valid-key": () =>
    "To zapytanie wymaga ważnego klucza w nagłówku x-api-key. Poproś o niego osobę prowadzącą.",
  unavailable: () => "Coś poszło nie tak po naszej stronie. Spróbuj ponownie za minutę.",
  "too-slow": () => "Serwer odpowiadał zbyt długo. Spróbuj ponownie za minutę.",
  overloaded: () => "Zbyt wiele zapytań naraz. Poczekaj kilka sekund i spróbuj ponownie.",
};

export const page: typeof en.page = {
  tooOldTitle: "Ta przeglądarka jest zbyt stara",
  tooOld: ({ chrome, firefox, safari }) =>
    `Strona wymaga przeglądarki Chrome lub Edge ${chrome}, Firefox ${firefox}, Safari ${safari} (iOS ${safari}) albo nowszej. Zaktualizuj tę przeglądarkę lub użyj innej; możesz też poprosić osobę prowadzącą o program dla powłoki bash.`,
  noScript:
    "Ta strona wymaga JavaScriptu. Bez niego rozwiążesz testy w programie dla powłoki bash: poproś o niego osobę prowadzącą.",
  loading: "Wczytywanie …",
  notLoaded: "Strona się nie wczytała. Sprawdź połączenie i odśwież ją.",
  signOut: "Wyloguj",
  trainer: (name) => `Prowadzi: ${name}`,
  tryAgain: "Spróbuj ponownie",
  backToTests: "Wróć do testów",
  until: (when) => ["termin: ", when],
  leftOut: "Pominięte",
  isNowhere: "Nie można połączyć się z serwerem.",
  isUnreachable: "Nie można połączyć się z serwerem. Sprawdź połączenie.",
  seenLast: "Nie można połączyć się z serwerem. Poniżej jest to, co to urządzenie wczytało ostatnio.",
  isOffline:
    "To urządzenie jest offline. Twoje odpowiedzi są na nim zapisywane; nic nie można wysłać, dopóki połączenie nie wróci.",
  isOnline: "Połączenie wróciło. Nic nie zostanie wysłane, dopóki nie naciśniesz „Wyślij”.",
};

export const time: typeof en.time = {
  seconds: (n) => counted(n, polishNouns.second),
  minutes: (n) => counted(n, polishNouns.minute),
  hours: (n) => counted(n, polishNouns.hour),
  days: (n) => counted(n, polishNouns.day),
  left: (text) => `jeszcze ${text}`,
  leftSpoken: (text) => `Jeszcze ${text}.`,
  closed: "po terminie",
  perhapsClosed: "może już po terminie",
};

export const signIn: typeof en.signIn = {
  title: "Twoje testy",
  welcome: (studentId) => `Witaj, ${studentId}!`,
  welcomeStranger: "Witaj!",
  enterKey: "Podaj klucz z zaproszenia, aby zobaczyć testy, które są dla ciebie otwarte.",
  yourKey: "Twój klucz",
  isNoKey: "Klucz wygląda tak: id.litery-i-cyfry; wklej go w takiej postaci, w jakiej przyszedł.",
  isWrongKey:
    "Skopiuj cały klucz z ostatniego zaproszenia. Jeśli znów nie zadziała, poproś osobę prowadzącą o nowy.",
  isUnreachable: "Nie można połączyć się z serwerem. Sprawdź połączenie i spróbuj ponownie.",
  keepKey: "Zapamiętaj mój klucz na tym urządzeniu. Tylko jeśli nikt inny z niego nie korzysta.",
  isChecking: "Sprawdzanie …",
  showTests: "Pokaż moje testy",
};

export const list: typeof en.list = {
  title: "Twoje testy",
  toTake: "Do rozwiązania",
  sentTests: "Wysłane, nadal otwarte",
  waitingTests: "Czekają na wynik",
  scores: "Wyniki",
  isNothingOpen: "Żaden test nie jest teraz dla ciebie otwarty.",
  isAllSent: "Odpowiedzi do wszystkich otwartych testów są już wysłane.",
  nextOpens: (tests, when) => [
    tests === 1 ? "Otwarcie następnego testu: " : `Otwarcie następnych testów (${tests}): `,
    when,
    ".",
  ],
  attempts: (used, allowed) => `wykorzystane próby: ${used} z ${allowed}`,
  goOn: "Kontynuuj",
  answerAgain: "Rozwiąż ponownie",
  takeTest: "Rozwiąż test",
  receipt: "Potwierdzenie",
  receiptOf: (title) => `: ${title}`,
  sent: "Wysłane",
  notSent: "Jeszcze niewysłane",
  received: (when) => ["otrzymano: ", when],
  missed: "Niewysłane",
  excused: "Zwolnienie",
  failed: "Nie udało się ocenić",
  scoreComes: (when) => ["wynik pojawi się: ", when],
  scoreIsKept: "wynik zna osoba prowadząca",
  showAll: (tests) => `Pokaż wszystkie (${tests})`,
  percent: (percent) => (percent === null ? "niewysłane" : `${percent}%`),
  chartCaption: "Każdy słupek to jeden test, od najstarszego; pełny słupek to najlepszy możliwy wynik.",
  chartMissed: "Mała ramka: nic nie wysłano.",
  chart: (bars) => `Twoje wyniki w procentach najlepszego możliwego wyniku, od najstarszego testu: ${bars}.`,
  perhapsReceived: "Wysłane, ale może nie dotarły",
  onThisDevice: "Odpowiedzi na tym urządzeniu, niewysłane",
  isKeyInHistory:
    "Otwarty link zawiera twój klucz i został zapisany w historii tej przeglądarki. Jeśli korzystają z niej inni, wyczyść historię albo poproś osobę prowadzącą o nowy klucz.",
  keepsNothing:
    "Ta przeglądarka niczego nie zapamiętuje: odpowiedzi przepadną, jeśli zamkniesz lub odświeżysz stronę przed ich wysłaniem.",
};

export const take: typeof en.take = {
  question: (number, of) => `Pytanie ${number} z ${of}`,
  ownPaper: (name) =>
    `Inni mogą mieć inne pytania albo inną kolejność. Mówiąc o pytaniu, podawaj jego nazwę, na przykład ${name}.`,
  leaveOut: "Pomiń",
  leaveOutWhich: (number) => ` pytanie ${number}`,
  answered: (answered, of) => `Odpowiedzi: ${answered} z ${of}`,
  asSent: ", tak jak zostały wysłane",
  onThisDevice: " na tym urządzeniu",
  keptHere: ", zapisane na tym urządzeniu",
  received: (when) => ["Odpowiedzi do tego testu dotarły: ", when, "."],
  isFinal: "Nie masz już więcej prób.",
  canChange: "Zmień którąś, aby wysłać ponownie.",
  areOthers: "Odpowiedzi poniżej są inne; są tylko na tym urządzeniu i nie można ich już wysłać.",
  showReceipt: "Pokaż potwierdzenie",
  review: "Sprawdź odpowiedzi",
  isNothingSent: "Nic nie zostanie wysłane, dopóki nie sprawdzisz odpowiedzi i nie naciśniesz „Wyślij”.",
};

export const question: typeof en.question = {
  worth: (points) =>
    points.includes(".")
      ? `${withComma(points)} punktu`
      : counted(Number(points), { one: "punkt", few: "punkty", many: "punktów" }),
  credit: {
    exact: "Wszystko albo nic: liczy się tylko całkowicie poprawna odpowiedź.",
    each: "Liczą się też odpowiedzi częściowo poprawne: każda poprawna część daje swoją część punktów.",
    net: "Liczą się też odpowiedzi częściowo poprawne, ale błędny wybór odbiera jeden poprawny. Poniżej 0 nie ma nic.",
    weights: "Wybory liczą się różnie, a błędny może odebrać coś poprawnym. Poniżej 0 nie ma nic.",
  },
  multiple: { hint: "Poprawnych może być kilka odpowiedzi: zaznacz wszystkie." },
  text: {
    label: "Twoja odpowiedź",
    tooLong: (most) => `Ten tekst jest za długi: może mieć najwyżej tyle znaków: ${most}.`,
  },
  match: { hint: "Wybierz odpowiedź dla każdego wiersza.", none: "Wybierz …" },
  blanks: { hint: "Uzupełnij luki.", label: (blank) => `Luka ${blank}` },
  order: {
    hint: "Przesuwaj wiersze, aż będą we właściwej kolejności.",
    up: (what) => `W górę: ${what}`,
    down: (what) => `W dół: ${what}`,
    moved: (what, place, of) => `${what}: teraz miejsce ${place} z ${of}.`,
    isUntouched: "Kolejność nie została jeszcze ustalona: pytanie jest pominięte.",
    keep: "To jest właściwa kolejność",
  },
  number: {
    label: "Twoja odpowiedź, liczba",
    problem: "To nie jest liczba. Wpisz cyfry z przecinkiem lub kropką, na przykład 3,14 albo -2.",
  },
};

export const changed: typeof en.changed = {
  isGuessed:
    "Te odpowiedzi zapisała wcześniejsza wersja tej strony, bez pytań. Przed wysłaniem sprawdź każdą z nich.",
  question: (number) => `Pytanie ${number} zmieniło się po twojej odpowiedzi. Sprawdź ją.`,
  lost: "Pytanie zmieniło się lub zniknęło po twojej odpowiedzi. Tamta odpowiedź nie zostanie użyta:",
};

export const review: typeof en.review = {
  title: "Sprawdź odpowiedzi",
  change: "Zmień",
  changeWhich: (number) => ` odpowiedź na pytanie ${number}`,
  leftOut: (n) =>
    n === 1
      ? "Jedno pytanie jest pominięte. Liczy się jako błędne."
      : `${counted(n, { one: "pytanie jest pominięte", few: "pytania są pominięte", many: "pytań jest pominiętych" })}. Liczą się jako błędne.`,
  isAllLeftOut: "Wszystkie pytania są pominięte; nie ma czego wysłać.",
  notSentYet: ", jeszcze niewysłane",
  refused: (why) => `Nie wysłano. ${why}`,
  notReached:
    "Nie wysłano: nie można połączyć się z serwerem. Odpowiedzi są zapisane na tym urządzeniu. Gdy połączenie wróci, naciśnij „Wyślij” jeszcze raz.",
  isNoAnswer: (number) =>
    `Odpowiedzi na pytanie ${number} nie można wysłać w tej postaci. Najpierw ją zmień.`,
  haveChanged: "Nie wysłano: pytania się zmieniły. Sprawdź odpowiedzi, a potem je wyślij.",
  onlyAttempt:
    "Odpowiedzi do tego testu można wysłać tylko raz; potem nie da się ich zmienić. Wysłać je teraz?",
  lastAttempt: (allowed) =>
    `To ostatnia z ${allowed} prób; potem odpowiedzi nie da się zmienić. Wysłać je teraz?`,
  sendNow: "Wyślij teraz",
  notYet: "Jeszcze nie",
  send: "Wyślij",
  isSending: "Wysyłanie …",
  sendingSpoken: "Wysyłanie odpowiedzi.",
  backToQuestions: "Wróć do pytań",
};

export const passed: typeof en.passed = {
  perhaps:
    "Według zegara tego urządzenia termin minął, ale ten zegar może się mylić. Odpowiedzi są zapisane na tym urządzeniu. Decyduje serwer: wyślij je, gdy tylko będzie połączenie.",
  deadline: (when) => ["Termin: ", when, "."],
  arrivedLate: "Ostatnio wysłane odpowiedzi nie dotarły na czas.",
  perhapsLate:
    "Ostatnio wysłane odpowiedzi mogły nie dotrzeć na czas. Pokaże to wynik; możesz też zapytać osobę prowadzącą.",
  areLost: "Niewysłanych odpowiedzi z tego urządzenia nie można już wysłać.",
  earlierCount: "Liczą się odpowiedzi wysłane wcześniej.",
};

export const discard: typeof en.discard = {
  button: "Usuń te odpowiedzi",
  which: (test) => ` do testu ${test}`,
  askUnsure:
    "Usunąć odpowiedzi z tego urządzenia? Możliwe, że dotarły. Usunięcie ich tutaj nie usunie tego, co ma serwer.",
  ask: "Usunąć odpowiedzi z tego urządzenia? Nie zostały wysłane i nie da się ich przywrócić.",
  yes: "Usuń",
  no: "Zostaw",
  done: "Odpowiedzi zostały usunięte z tego urządzenia.",
};

export const receipt: typeof en.receipt = {
  title: "Twoje odpowiedzi dotarły",
  titleOfNone: "Potwierdzenie",
  keepIt: "Zachowaj potwierdzenie: dzięki niemu osoba prowadząca może sprawdzić, co i kiedy zostało wysłane.",
  isElsewhere: "Te odpowiedzi wysłano z innego urządzenia lub z innej przeglądarki; tutaj ich nie ma.",
  browsersForget:
    "Przeglądarki zapominają: Safari usuwa dane strony po siedmiu dniach używania, w których nikt jej nie otworzył.",
  downloadStays: "Pobrane potwierdzenie zostaje.",
  cannotDownload:
    "Ta przeglądarka nie potrafi pobrać potwierdzenia: skopiuj, wydrukuj lub sfotografuj to, co tu widać.",
  download: "Pobierz potwierdzenie",
  seeQuestions: "Zobacz pytania",
  student: "Osoba",
  test: "Test",
  received: "Otrzymano",
  deadline: "Termin",
  answers: "Odpowiedzi",
  answered: (answered) => `${answered}`,
  answeredOf: (answered, of) => `${answered} z ${of}`,
  submission: "Numer",
  serverReceived: (test, when) => [
    `Serwer otrzymał odpowiedzi do testu ${test}: `,
    when,
    ". Potwierdzenie jest na urządzeniu, z którego je wysłano.",
  ],
  none: (test) => `Na tym urządzeniu nie ma potwierdzenia dla testu ${test}; serwer też go nie ma.`,
};

export const score: typeof en.score = {
  points: withComma,
  title: "Wynik",
  outOf: (best) => `na ${withComma(best)}`,
  rightAnswers: (right, of) => `Poprawne odpowiedzi: ${right} z ${of}.`,
  pointsOf: (earned, of) => `Punkty: ${withComma(earned)} z ${withComma(of)}`,
  partly: "Częściowo dobrze",
  graded: (when) => ["Ocenione odpowiedzi wysłano: ", when, "."],
  gradedFirst: (when) => ["Oceniono pierwszą próbę, wysłaną: ", when, "."],
  gradedBest: (attempts, when) => [
    `Liczba ocenionych prób: ${attempts}. Liczy się najlepsza, wysłana: `,
    when,
    ".",
  ],
  gradedAverage: (attempts) => `Liczba ocenionych prób: ${attempts}. Liczy się średnia ich wyników.`,
  counts: {
    latest: "Liczy się ostatnia próba.",
    best: "Liczy się najlepsza próba.",
    first: "Liczy się pierwsza próba.",
    average: "Liczy się średnia wyników wszystkich prób.",
  },
  attempts: "Twoje próby",
  attempt: (number, when, score) => [`Próba ${number}, wysłana: `, when, `; wynik: ${withComma(score)}`],
  isCounted: "liczy się",
  isShown: "pokazana niżej",
  dropped: "Nie liczy się",
  given: "Wszyscy dostają punkty",
  nothingCounts: "Żadne pytanie tego testu nie liczy się już do wyniku, więc test się nie liczy.",
  hasChanged: "Ten wynik zmienił się od pierwszej oceny.",
  before: (score, best) => `Poprzedni wynik: ${withComma(score)} na ${withComma(best)}.`,
  undone: "Ostatnia zmiana tego wyniku została cofnięta: znów jest taki jak przedtem.",
  changedQuestions: {
    marked: (questions) => `Poprawiono ocenę: ${questions}.`,
    dropped: (questions) => `Nie liczy się już: ${questions}.`,
    given: (questions) => `Wszyscy dostają punkty: ${questions}.`,
    restored: (questions) => `Znów się liczy: ${questions}.`,
    worth: (questions) => `Zmieniła się liczba punktów: ${questions}.`,
  },
  changedTest: {
    marked: "Osoba prowadząca poprawiła ocenianie tego testu.",
    answers: "Liczą się inne odpowiedzi niż przedtem.",
    questions: "Liczą się inne pytania niż przedtem.",
    best: "Zmienił się najlepszy możliwy wynik.",
  },
  isHidden: "W tym kursie nie widać, które odpowiedzi były poprawne.",
  question: (questionId) => `Pytanie ${questionId}`,
  right: "Dobrze",
  wrong: "Źle",
  yourAnswer: "Twoja odpowiedź",
  rightAnswer: "Poprawna odpowiedź",
  alsoRight: "Poprawne jest też",
  why: "Dlaczego",
  answersCome: (when) => [
    "Poprawne odpowiedzi pojawią się, gdy nikt nie będzie już mógł rozwiązać tego testu: ",
    when,
    ".",
  ],
  answersAreKept: "W tym kursie nie widać poprawnych odpowiedzi.",
  comes: (when) => [
    "Twoje odpowiedzi są ocenione. Wynik pojawi się, gdy nikt nie będzie już mógł rozwiązać tego testu: ",
    when,
    ".",
  ],
  isKept: "Twoje odpowiedzi są ocenione. Wyniki tego kursu zna osoba prowadząca; zapytaj ją.",
  byHand: (because) => `Ten wynik ustaliła osoba prowadząca: ${because}`,
  excused: (because) => `Ten test nie liczy się do wyniku: ${because}`,
  failed: "Nie udało się ocenić twoich odpowiedzi. Osoba prowadząca o tym wie i się tym zajmie.",
  missed: (when) => ["Nic nie dotarło przed terminem: ", when, "."],
  missedRemoved: "Nic nie dotarło przed terminem.",
  number: (number) => `Pytanie ${number}`,
  isNone: "Ten test nie został jeszcze oceniony.",
};

export const appeal: typeof en.appeal = {
  begin: "Uważam, że to pytanie jest błędne",
  which: (question) => ` (${question})`,
  label: "Co jest nie tak z tym pytaniem?",
  hint: "Osoba prowadząca przeczyta to razem z twoją odpowiedzią i odpisze tutaj oraz e-mailem. Do tego czasu możesz zmienić tekst.",
  counter: (used, most) => `Znaki: ${used} z ${most}`,
  send: "Wyślij do osoby prowadzącej",
  isSending: "Wysyłanie …",
  cancel: "Anuluj",
  change: "Zmień tekst",
  isSent: "Twój tekst został wysłany do osoby prowadzącej.",
  refused: (why) => `Nie wysłano. ${why}`,
  notReached:
    "Nie wysłano: nie można połączyć się z serwerem. Twój tekst nadal tu jest. Gdy połączenie wróci, naciśnij „Wyślij do osoby prowadzącej” jeszcze raz.",
  written: (when) => ["Twój tekst, ", when],
  waits: "Wysłano. Osoba prowadząca jeszcze nie odpowiedziała.",
  answered: (by, when) => [`Odpowiedź: ${by}, `, when],
  accepted: "Uznano",
  declined: "Nie uznano",
};

export const appealMail: typeof en.appealMail = {
  subject: (title) => `Odpowiedź w sprawie pytania z testu „${title}”`,
  accepted: "Osoba prowadząca przyznaje Ci rację",
  declined: "Osoba prowadząca to sprawdziła i jest innego zdania",
  about: (title) => `Twoim zdaniem pytanie z testu „${title}” jest błędne.`,
  answer: (by) => `Odpowiedź: ${by}`,
  whatNext: "Jeśli zmieni to Twój wynik, zobaczysz go na stronie.",
  question: "Pytanie",
  written: "Twój tekst",
  seeOnPage: "Zobacz to na stronie",
};

export const noticeMail: typeof en.noticeMail = {
  opened: (titles) =>
    titles.length === 1 ? `Test „${titles[0]}” jest otwarty` : `Otwarte testy: ${titles.length}`,
  reminderSubject: (titles) =>
    titles.length === 1
      ? `Przypomnienie o teście „${titles[0]}”`
      : `Przypomnienie o testach (${titles.length})`,
  reminder: (titles) =>
    titles.length === 1
      ? `Nie mamy jeszcze Twoich odpowiedzi do testu „${titles[0]}”`
      : `Nie mamy jeszcze Twoich odpowiedzi do testów (${titles.length})`,
  take: (tests) => (tests === 1 ? "Rozwiąż test" : "Zobacz testy"),
  choice: "Nie chcesz takich wiadomości? Wyniki będą przychodzić także bez nich.",
  turnOff: "Wyłącz te wiadomości",
  unsubscribe:
    "Nie chcesz takich wiadomości? Zrezygnuj z nich w swoim programie pocztowym. Wyniki będą przychodzić także bez nich.",
};

export const extensionMail: typeof en.extensionMail = {
  subject: (titles) =>
    titles.length === 1 ? `Twój własny termin testu „${titles[0]}”` : "Twoje własne terminy",
  headline: (titles) =>
    titles.length === 1 ? `Masz własny termin testu „${titles[0]}”` : "Masz własne terminy testów",
  planned: (tests) =>
    tests === 1
      ? "Masz też osobny termin testu, który otworzy się później. Lista testów pokaże go, gdy będzie otwarty."
      : `Masz też osobne terminy testów, które otworzą się później (${tests}). Lista testów pokaże je, gdy będą otwarte.`,
  page: "Zobacz swoje testy",
};

export const calendar: typeof en.calendar = {
  name: (course) => `${course}: testy`,
  due: (title, subject) => `Termin: ${title} (${subject})`,
  opens: (tests) => (tests === 1 ? "Otwiera się nowy test" : `Otwierają się nowe testy (${tests})`),
  until: (when) => `Odpowiedzi wyślij przed terminem: ${when}.`,
  opened: (when) => `Test jest otwarty od: ${when}.`,
};

export const calendarLink: typeof en.calendarLink = {
  title: "Dodaj do kalendarza",
  why: "Twój program z kalendarzem może pokazywać terminy testów i przypominać o nich dzień wcześniej. Czyta je z adresu, który jest tylko twój.",
  make: "Utwórz adres",
  hasOne: (when) => ["Masz już adres; powstał: ", when, "."],
  shownOnce:
    "Strona pokazała go wtedy, gdy powstał. Jeśli go nie masz, utwórz nowy: stary przestanie działać.",
  renew: "Utwórz nowy adres",
  turnOff: "Wyłącz",
  subscribe: "Otwórz w kalendarzu",
  address:
    "Albo podaj ten adres w programie z kalendarzem, tam gdzie można subskrybować kalendarz z adresu URL:",
  copy: "Skopiuj adres",
  isCopied: "Skopiowano.",
  keepToYourself: "Adres widać tylko teraz. Kto go ma, widzi twoje terminy, ale nie odpowiedzi ani wyniki.",
  isOff: "Adres jest wyłączony. Program z kalendarzem nic więcej z niego nie dostanie.",
  isBusy: "Chwileczkę …",
};

export const client: typeof en.client = {
  help: `Test Time: testy w terminalu.

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
później.`,
  usage: "Użycie: test-time.sh {usage}",
  noCommand: "Nie ma polecenia „{command}”. Zobacz: test-time.sh help",
  needTool: "Potrzebny jest program {tool}. Zainstaluj go i spróbuj ponownie.",
  cannotWrite: "Nie można zapisać {file}.",
  noFolder: "Nie można utworzyć katalogu w {folder}.",
  inputEnded: "Dane wejściowe skończyły się przed ostatnią odpowiedzią.",
  isUnencrypted:
    "{url} nie jest szyfrowany: inni w tej sieci mogliby odczytać twój klucz i twoje odpowiedzi.",
  onlyIfTrusted: "Kontynuuj tylko w sieci, której ufasz. To ostrzeżenie pojawia się jeden raz.",
  isNoAddress:
    "„{text}” nie jest adresem zaczynającym się od https:// (lub od http:// z adresem w twojej sieci).",
  askAddress: "Adres podany przez osobę prowadzącą: ",
  askKey: "Twój klucz: ",
  askId: "Twój identyfikator [{id}]: ",
  keptIn: "Zapisano w {file}.",
  notConfigured: "W {file} brakuje adresu, identyfikatora lub klucza. Uruchom: test-time.sh configure",
  notReached: "Nie można połączyć się z {url}: {problem}.",
  noAnswer: "brak odpowiedzi",
  checkConnection: "Sprawdź połączenie. Jeśli adres jest błędny, uruchom: test-time.sh configure",
  notOurs: "Odpowiedź z {url} nie pochodzi z Test Time (kod {status}, nie jest to oczekiwany JSON).",
  checkAddress: "Sprawdź adres z osobą prowadzącą, a potem uruchom: test-time.sh configure",
  askForKey: "Poproś osobę prowadzącą o nowy klucz, a potem uruchom: test-time.sh configure",
  checkKey: "Sprawdź identyfikator i klucz z osobą prowadzącą, a potem uruchom: test-time.sh configure",
  seeOpen: "Otwarte testy pokaże: test-time.sh list",
  sent: "Odpowiedzi do testu {subject}/{test} dotarły. Zachowaj potwierdzenie.",
  receipt: "Potwierdzenie",
  received: "otrzymano",
  deadline: "termin",
  submission: "numer",
  noReceipt: "W odpowiedzi nie było potwierdzenia. Powiadom osobę prowadzącą.",
  receiptKept: "Zapisano w {file}",
  receiptNotKept: "Nie można zapisać potwierdzenia w {folder}; skopiuj je z tego ekranu.",
  when: "{weekday}, {day} {month} {year}, {time} {zone}",
  until: "termin: {when} ({left}); {state}",
  submitted: "wysłany",
  notSubmitted: "jeszcze niewysłany",
  noScores: "Żaden twój test nie został jeszcze oceniony.",
  notGraded: "Test {subject} {test} nie został jeszcze oceniony.",
  askAppeal: "Co jest nie tak z tym pytaniem? Ctrl-D w osobnym wierszu kończy tekst.",
  appealTooLong: "Tekst jest za długi: najwięcej znaków może być {most}. Nic nie zostało wysłane.",
  appealAnswerComes:
    "Odpowiedź przyjdzie e-mailem, pokaże ją też: test-time.sh score {subject} {test}\nDo tego czasu to samo polecenie zmienia tekst.",
  seeGraded: "Ocenione testy i identyfikatory pytań pokaże: test-time.sh score [TEMAT TEST]",
  isNoPair: "„{text}” nie ma postaci PYTANIE=ODPOWIEDŹ, na przykład q1=a.",
  answeredTwice: "Pytanie {question} ma dwie odpowiedzi.",
  noQuestion: "W tym teście nie ma pytania {question}. Są pytania: {questions}.",
  notOffered: "W pytaniu {question} nie ma odpowiedzi {answer}. Są odpowiedzi: {answers}.",
  hasChanged: "Pytanie {number} zmieniło się po twojej odpowiedzi. Odpowiedź brzmiała: {answer}",
  isGone: "Tego pytania nie ma już w teście: {question}",
  stillHere: "Twoje poprzednie odpowiedzi są zachowane.",
  checkEach: "Pytania mogły się od tego czasu zmienić: sprawdź każdą.",
  noTest: "Nie ma testu {subject} {test}.",
  begin: "{subject} {test}: {questions}.",
  howToAnswer:
    "Wpisz literę odpowiedzi. Sam Enter przechodzi dalej, - pomija pytanie, < wraca, q przerywa na razie.",
  isNotTaken: "To pytanie nie przyjmuje odpowiedzi „{text}”.",
  isTooOld:
    "W tym teście jest rodzaj pytania, którego ten program nie zna. Rozwiąż go na stronie albo poproś o nowszy program.",
  worth: "Punkty: {points}.",
  howMultiple: "Poprawnych może być kilka odpowiedzi: wpisz litery wszystkich, na przykład a c.",
  howNumber: "Wpisz liczbę, na przykład 3,14",
  howText: "Wpisz tekst. Odpowiedzi q, - i < wpisuje się jako \\q, \\- i \\<.",
  howMatch: "Wpisz literę dla każdego wiersza, po kolei, albo pary, na przykład 1=b.",
  howBlanks: "Wpisz, co należy do każdej luki, na przykład 1=init; 2=0.",
  howOrder: "Wpisz wszystkie litery we właściwej kolejności, na przykład c a b.",
  isNoAnswer: "„{text}” nie jest jedną z odpowiedzi: {answers}",
  leftOut: "(pominięte)",
  yourAnswers: "Twoje odpowiedzi:",
  askReview: "send wysyła je, numer zmienia odpowiedź, drop usuwa wszystkie, q przerywa na razie > ",
  isNoReview: "Wpisz send, numer od 1 do {most}, drop albo q.",
  onlyAttempt: "To jedyna próba w tym teście. Wysłać teraz? tak lub nie > ",
  lastAttempt: "To twoja ostatnia próba w tym teście. Wysłać teraz? tak lub nie > ",
  yes: "tak t yes y",
  areKept: "Twoje odpowiedzi są zachowane; uruchom to samo polecenie, aby kontynuować.",
  isNothingSent: "Nic nie zostało wysłane.",
  askDrop: "Usunąć wszystkie te odpowiedzi? tak lub nie > ",
  areDropped: "Odpowiedzi zostały usunięte. Nic nie zostało wysłane.",
  askTest: "Numer testu do rozwiązania, q kończy > ",
  isNoTest: "Wpisz numer od 1 do {most} albo q.",
};

export const reminders: typeof en.reminders = {
  title: "Wiadomości o testach",
  areOn:
    "Gdy otwiera się test, przychodzi do ciebie wiadomość, a przed terminem przypomnienie, jeśli nie mamy jeszcze odpowiedzi.",
  areOff: "Wiadomości o otwarciu testów i o terminach są wyłączone. Wyniki nadal będą przychodzić.",
  turnOff: "Wyłącz te wiadomości",
  turnOn: "Włącz je ponownie",
  isChanging: "Chwileczkę …",
  isOldLink: "Ten link już nie działa. Użyj linku z ostatniej wiadomości albo zapytaj osobę prowadzącą.",
};
