import { expect, test } from "@jest/globals";
import { Problems } from "../../../trainer/course-folder/problems.ts";
import { mergeRoster } from "../../../trainer/roster/merge-roster.ts";
import { readRoster } from "../../../trainer/roster/read-roster.ts";
import { workbookOf, zipOf } from "../support/zip-files.ts";

const mergedOf = async (content: string | Buffer, options: { domain?: string } = {}) => {
  const problems = new Problems();
  const { entries } = await readRoster(Buffer.from(content), "list", { columns: {} }, problems);
  expect(problems.errors).toEqual([]);
  const { added, skipped } = mergeRoster([], entries, options);
  return {
    added: added.map(({ studentId, email, name, groups = [] }) =>
      [studentId, email, name, ...groups].join(" "),
    ),
    skipped: skipped.map(({ why }) => why),
  };
};

test("a workbook's first sheet is read like a CSV file, numbers as they show", async () => {
  const zip = workbookOf([
    ["Evening class"],
    ["Student ID", "E-Mail", "Vorname", "Nachname", "Gruppe"],
    [1001, "adam@example.com", "Adam", "Wilk", "A 1"],
    [1002, "beata@example.com", "Beata", "Sowa", "B"],
  ]);
  expect((await mergedOf(zip)).added).toEqual([
    "1001 adam@example.com Adam Wilk A-1",
    "1002 beata@example.com Beata Sowa B",
  ]);
});

const oneRoster = {
  "users.csv":
    "sourcedId,status,username,givenName,familyName,identifier,email\nu1,active,awilk,Adam,Wilk,,adam@example.com\nu2,active,tess,Tess,Trainer,,tess@example.com\nu3,tobedeleted,cyryl,Cyryl,Mak,,cyryl@example.com\nu4,active,bsowa,Beata,Sowa,,beata@example.com\n",
  "roles.csv": "sourcedId,userSourcedId,role\nr1,u1,student\nr2,u2,teacher\nr3,u3,student\nr4,u4,student\n",
  "classes.csv": "sourcedId,title\nc1,Evening A\nc2,Evening B\n",
  "enrollments.csv": "sourcedId,status,classSourcedId,userSourcedId\ne1,active,c1,u1\ne2,active,c2,u4\n",
};

test("a OneRoster package gives its students with their classes; teachers and deleted users are no students", async () => {
  expect(await mergedOf(zipOf(oneRoster))).toEqual({
    added: ["awilk adam@example.com Adam Wilk Evening-A", "bsowa beata@example.com Beata Sowa Evening-B"],
    skipped: ['is no student, but "teacher"', 'is no student, but "deleted"'],
  });
});

const imsEnterprise = `<?xml version="1.0" encoding="ISO-8859-1"?>
<enterprise>
  <person><sourcedid><id>1</id></sourcedid><userid>awilk</userid><name><fn>Adam Wilk </fn></name><email>adam@example.com</email></person>
  <person><sourcedid><id>2</id></sourcedid><userid>tess</userid><name><fn>Tess</fn></name></person>
  <membership><member><sourcedid><id> 2 </id></sourcedid><role roletype="02"/></member></membership>
</enterprise>`;

test("an IMS Enterprise document gives its learners", async () => {
  expect(await mergedOf(imsEnterprise)).toEqual({
    added: ["1 adam@example.com Adam Wilk"],
    skipped: ['is no student, but "instructor"'],
  });
});

test.each([
  [
    "each on its own line",
    "adam@example.com\nbeata@example.com\n",
    ["adam adam@example.com adam", "beata beata@example.com beata"],
  ],
  [
    "as a mail program copies them",
    'Adam Wilk <adam@example.com>; "Sowa, Beata" <beata@example.com>, cyryl@example.com',
    [
      "adam adam@example.com Adam Wilk",
      "beata beata@example.com Sowa, Beata",
      "cyryl cyryl@example.com cyryl",
    ],
  ],
  [
    "with names beside",
    "Adam Wilk,adam@example.com\nBeata Sowa,beata@example.com\n",
    ["adam adam@example.com Adam Wilk", "beata beata@example.com Beata Sowa"],
  ],
  [
    "as Autolab wants them",
    "f26,adam@example.com,Wilk,Adam,CS,CS,1,L,15-112,1,A\nf26,beata@example.com,Sowa,Beata,CS,CS,1,L,15-112,1,B\n",
    ["adam adam@example.com Adam Wilk A", "beata beata@example.com Beata Sowa B"],
  ],
])("addresses without names of columns are taken %s", async (_, text, added) => {
  expect((await mergedOf(text)).added).toEqual(added);
});

test.each([
  [
    "ILIAS",
    "Login;Vorname;Nachname;E-Mail;Matrikelnummer;Rolle / Status\nawilk;Adam;Wilk;adam@example.com;0042;Kursmitglied\ntess;Tess;Trainer;tess@example.com;;Kurstutor\n",
    ["0042 adam@example.com Adam Wilk"],
  ],
  [
    "nbgrader",
    "assignment,student_id,last_name,first_name,email,raw_score\np1,awilk,Wilk,Adam,adam@example.com,4\np2,awilk,Wilk,Adam,adam@example.com,5\n",
    ["awilk adam@example.com Adam Wilk"],
  ],
  [
    "Moodle in Polish",
    "Imię,Nazwisko,Numer ID,Adres e-mail\nAdam,Wilk,7,adam@example.com\n",
    ["7 adam@example.com Adam Wilk"],
  ],
  [
    "Moodle in French",
    "Prénom,Nom de famille,Adresse de courriel\nAdam,Wilk,adam@example.com\n",
    ["adam adam@example.com Adam Wilk"],
  ],
  [
    "a Russian spreadsheet",
    "Фамилия;Имя;Электронная почта\nВилк;Адам;adam@example.com\n",
    ["adam adam@example.com Адам Вилк"],
  ],
])("the columns of %s are known", async (_, text, added) => {
  expect((await mergedOf(text)).added).toEqual(added);
});

test("a section that everybody is in is no group", async () => {
  const csv = "Email,Section\nadam@example.com,CS 1\nbeata@example.com,CS 1\n";
  expect((await mergedOf(csv)).added).toEqual([
    "adam adam@example.com adam",
    "beata beata@example.com beata",
  ]);
});

test.each<[string, string | Buffer, string]>([
  [
    "a package of something else",
    zipOf({ "a.txt": "x" }),
    "neither an Excel workbook nor a OneRoster package",
  ],
  ["a workbook that is broken", zipOf({ "xl/workbook.xml": "<a" }), "is a workbook that can't be read"],
  ["a workbook that is a bomb", zipOf({ "xl/workbook.xml": new Uint8Array(5e6) }), "100 times its size"],
  [
    "an XML document with entities",
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>',
    "defines entities",
  ],
  ["an XML document of something else", '<?xml version="1.0"?><quiz/>', "no list of IMS Enterprise"],
  ["a text with a NUL", "Email\nadam\0@example.com\n", ""],
])("%s adds nobody", async (_, content, why) => {
  const problems = new Problems();
  const { entries } = await readRoster(Buffer.from(content), "list", { columns: {} }, problems);
  expect(mergeRoster([], entries, {}).added).toEqual([]);
  if (why !== "") expect(problems.errors[0]?.message).toContain(why);
});

test.each([
  ["AAAAAAAA1", 'a cell of the name "AAAAAAAA1"'],
  ["XFD1048576", "1048576 rows and 16384 columns"],
])("a workbook with the cell %s, which would fill the memory, is refused", async (name, words) => {
  const sheet = `<worksheet><sheetData><row r="1"><c r="${name}"><v>1</v></c></row></sheetData></worksheet>`;
  const zip = zipOf({ "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet });
  const problems = new Problems();
  await readRoster(zip, "list", { columns: {} }, problems);
  expect(problems.errors).toMatchObject([{ message: expect.stringContaining(words) }]);
});

test.each([
  ["German", "Vorname,Nachname,Matrikel-Nr.,E-Mail-Adresse"],
  ["German (Canvas)", "Student/in,ID,SIS-Benutzer-ID,SIS-Anmelde-ID,Abschnitt"],
  ["French", "Prénom;Nom de famille;Numéro d'identification;Adresse de courriel;Groupes"],
  ["Spanish", "Nombre,Apellido(s),Número de ID,Dirección de correo,Grupos"],
  ["Italian", "Nome\tCognome\tCodice identificativo\tIndirizzo email"],
  ["Polish", "Imię|Nazwisko|Nr albumu|Adres e-mail|Grupa"],
  ["Czech", "Jméno;Příjmení;ID číslo;E-mailová adresa"],
  ["Swedish", "Förnamn,Efternamn,Studentnummer,E-postadress"],
  ["Finnish", "Opiskelijanumero;Sukunimi;Etunimet;Sähköposti;Ryhmä"],
  ["Russian", "Имя,Фамилия,Индивидуальный номер,Адрес электронной почты,Группа"],
  ["Ukrainian", "Ім'я,Прізвище,Ідентифікаційний номер,Електронна пошта"],
  ["Japanese", "姓,名,IDナンバー,メールアドレス"],
])("names of columns in %s are known, with any of the usual signs between them", async (_, header) => {
  const sign = /[;\t|]/.exec(header)?.[0] ?? ",";
  const cellOf = (name: string): string => {
    if (/mail|courriel|correo|post|почт|пошт|メール|Anmelde/i.test(name)) return "adam@example.com";
    if (/Matrikel|SIS-Benutzer|num|núm|identif|albumu|ID číslo|номер|IDナンバー/i.test(name)) return "0042";
    if (
      /^(?:Nachname|Nom de famille|Apellido|Cognome|Nazwisko|Příjmení|Efternamn|Sukunimi|Фамилия|Прізвище|姓)/.test(
        name,
      )
    )
      return "Wilk";
    return /^(?:Vorname|Prénom|Nombre|Nome|Imię|Jméno|Förnamn|Etunimet|Имя|Ім'я|名)/.test(name)
      ? "Adam"
      : name === "Student/in"
        ? "Adam Wilk"
        : name === "ID"
          ? "7"
          : "";
  };
  const row = header.split(sign).map(cellOf).join(sign);
  expect((await mergedOf(`${header}\n${row}\n`)).added).toEqual(["0042 adam@example.com Adam Wilk"]);
});
