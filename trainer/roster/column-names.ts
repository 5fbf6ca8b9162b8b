/** A column's name without case, accents, blanks and signs. */
export const bareName = (header: string): string =>
  header
    .replaceAll(/[łŁ]/g, "l")
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

const bare = (names: string): readonly string[] => names.split("|").map((name) => bareName(name));

/**
 * Names of columns, the better ones first. From exports of Canvas, Moodle (participants, grades, upload of users), Google
 * Classroom, GitHub Classroom, Microsoft Teams and Entra, Gradescope, Brightspace, Blackboard, OneRoster, ILIAS, nbgrader,
 * Autolab, RELATE, PrairieLearn and Artemis, in the languages in which they name them.
 */
export const columnNames = {
  studentId: bare(
    "student id|student number|student no|sid|sis user id|id number|institutional id|org defined id|uin|uid|" +
      "matriculation number|registration number|SIS-Benutzer-ID|SIS-Nutzer-ID|Matrikelnummer|Matrikel-Nr|Matrikel|ID-Nummer|nr albumu|numer albumu|numer ID|" +
      "numéro étudiant|numéro d'identification|número de ID|número de identificação|matrícula|matricola|codice identificativo|numero ID|numero di matricola|studentnummer|studentnr|osobní číslo|ID číslo|" +
      "číslo studenta|opiskelijanumero|studienummer|индивидуальный номер|ідентифікаційний номер|IDナンバー|" +
      "студентський квиток|学籍番号|学号|" +
      "roster identifier|identifier|SIS-Anmelde-ID|SIS-Login-ID|sis login id|login id|login|username|user name|user|user id|Benutzername|Anmeldename|" +
      "nom d'utilisateur|nombre de usuario|nazwa użytkownika|net id|andrew id|github username|sourced id|id",
  ),
  email: bare(
    "email|email address|mail|mail address|user email|student email|school email|primary email|work email|" +
      "user principal name|upn|E-Mail-Adresse|courriel|adresse de courriel|adresse mail|adresse email|adresse électronique|" +
      "correo|correo electrónico|dirección de correo|dirección de correo electrónico|email institucional|endereço de email|" +
      "e-mailová adresa|adres e-mail|adres email|adres mailowy|indirizzo email|e-mailadres|e-postadress|epost|sähköposti|" +
      "адрес электронной почты|электронная почта|електронна пошта|メールアドレス|邮箱|电子邮件",
  ),
  name: bare(
    "name|full name|student name|display name|student|Student/in|participant|preferred name|vollständiger Name|nom complet|" +
      "nom et prénom|nombre completo|nome completo|imię i nazwisko|nazwisko i imię|naam|navn|namn|ФИО|имя и фамилия|ПІБ|氏名|名前|姓名",
  ),
  firstName: bare(
    "first name|first|given name|forename|Vorname|prénom|nombre|imię|imiona|nome|voornaam|förnamn|fornavn|jméno|křestní jméno|" +
      "etunimi|etunimet|имя|ім'я|名",
  ),
  lastName: bare(
    "last name|last|surname|family name|Nachname|Familienname|nom|nom de famille|apellido|apellidos|apellido(s)|nazwisko|" +
      "cognome|sobrenome|apelido|achternaam|efternamn|etternavn|příjmení|sukunimi|фамилия|прізвище|姓",
  ),
  login: bare(
    "sis login id|SIS-Anmelde-ID|SIS-Login-ID|login id|login|username|user name|user|Benutzername|Anmeldename|net id|andrew id",
  ),
  membership: bare(
    "role|roles|role1|course role|enrollment role|Rolle|Rolle / Status|rola|rôle|rôles|rol|ruolo|роль",
  ),
  groups: bare(
    "groups|group|group1|Gruppen|Gruppe|grupy|grupa|groupes|groupe|grupos|grupo|gruppi|gruppo|группы|группа|" +
      "sections|section|section name|section 2|cohort|cohort1|cohorts|Klasse|Abschnitt|sekcja|skupina|ryhmä|grupp|groep|группа|група|グループ",
  ),
} as const satisfies Readonly<Record<string, readonly string[]>>;
