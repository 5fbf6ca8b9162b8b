import { expect, test } from "@jest/globals";
import { planTests } from "../../../trainer/import/write/plan.ts";
import { rulesOf } from "../../../trainer/import/write/rules.ts";
import { zipOf } from "../support/zip-files.ts";
import { imported, pixel } from "./support.ts";

const item = (
  declaration: string,
  body: string,
  processing = "<responseProcessing template='http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct'/>",
): string =>
  `<?xml version="1.0"?>\n<assessmentItem identifier="i" title="T">${declaration}<itemBody>${body}</itemBody>${processing}</assessmentItem>`;

const declared = (
  cardinality: string,
  type: string,
  values: readonly string[],
  more = "",
  id = "R",
): string =>
  `<responseDeclaration identifier="${id}" cardinality="${cardinality}" baseType="${type}"><correctResponse>${values.map((value) => `<value>${value}</value>`).join("")}</correctResponse>${more}</responseDeclaration>`;

const choice = (most: number): string =>
  `<p>Which?</p><choiceInteraction responseIdentifier="R" maxChoices="${most}"><prompt>Choose.</prompt><simpleChoice identifier="A">bash<feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">yes</feedbackInline></simpleChoice><simpleChoice identifier="B">vim</simpleChoice><simpleChoice identifier="C">zsh</simpleChoice></choiceInteraction>`;

const mapping = `<mapping defaultValue="0"><mapEntry mapKey="A" mappedValue="1"/><mapEntry mapKey="C" mappedValue="1"/><mapEntry mapKey="B" mappedValue="-1"/></mapping>`;
const mapResponse =
  "<responseProcessing template='http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response'/>";

const match =
  '<matchInteraction responseIdentifier="R"><prompt>Match</prompt><simpleMatchSet><simpleAssociableChoice identifier="A">kernel</simpleAssociableChoice><simpleAssociableChoice identifier="B">shell</simpleAssociableChoice></simpleMatchSet><simpleMatchSet><simpleAssociableChoice identifier="X">schedules</simpleAssociableChoice><simpleAssociableChoice identifier="Y">reads</simpleAssociableChoice><simpleAssociableChoice identifier="Z">draws</simpleAssociableChoice></simpleMatchSet></matchInteraction>';

test.each<[string, string, object]>([
  [
    "one right answer, with feedback",
    item(declared("single", "identifier", ["A"]), choice(1)),
    { type: "single", text: "Which?\n\nChoose.", right: "a", feedback: "- bash: yes" },
  ],
  [
    "several right answers, all or nothing",
    item(declared("multiple", "identifier", ["A", "C"]), choice(0)),
    { type: "multiple", right: ["a", "c"] },
  ],
  [
    "several right answers, with points",
    item(declared("multiple", "identifier", ["A", "C"], mapping), choice(0), mapResponse),
    { type: "multiple", weights: { a: "1/2", b: "-1/2", c: "1/2" } },
  ],
  [
    "a text",
    item(
      declared("single", "string", ["York"]),
      '<p>Now is the <textEntryInteraction responseIdentifier="R"/> of</p>',
    ),
    { type: "text", text: "Now is the _____ of", accept: ["York"], exact: true },
  ],
  [
    "a number with a tolerance",
    item(
      declared("single", "float", ["4.136"]),
      '<p>Pop: <textEntryInteraction responseIdentifier="R"/></p>',
      '<responseProcessing><responseCondition><responseIf><equal toleranceMode="relative" tolerance="5.0"><variable identifier="R"/><correct identifier="R"/></equal></responseIf></responseCondition></responseProcessing>',
    ),
    { type: "number", text: "Pop:", number: { value: "4.136", within: "5%" } },
  ],
  [
    "pairs",
    item(declared("multiple", "directedPair", ["A X", "B Y"]), match),
    {
      type: "match",
      pairs: [
        { left: "kernel", right: "schedules" },
        { left: "shell", right: "reads" },
      ],
      others: ["draws"],
      isShared: false,
    },
  ],
  [
    "an order",
    item(
      declared("ordered", "identifier", ["B", "A"]),
      '<orderInteraction responseIdentifier="R"><prompt>Sort</prompt><simpleChoice identifier="A">two</simpleChoice><simpleChoice identifier="B">one</simpleChoice></orderInteraction>',
    ),
    { type: "order", order: ["one", "two"] },
  ],
  [
    "answers to choose from in a text",
    item(
      declared("single", "identifier", ["Y"]),
      '<p>Made by <inlineChoiceInteraction responseIdentifier="R"><inlineChoice identifier="X">Rome</inlineChoice><inlineChoice identifier="Y">York</inlineChoice></inlineChoiceInteraction>.</p>',
    ),
    {
      type: "blanks",
      text: "Made by [[1]].",
      blanks: new Map([
        [
          "1",
          {
            answers: [
              { id: "a", text: "Rome" },
              { id: "b", text: "York" },
            ],
            right: "b",
          },
        ],
      ]),
    },
  ],
  [
    "gaps",
    item(
      declared("multiple", "directedPair", ["W G1"]),
      '<gapMatchInteraction responseIdentifier="R"><gapText identifier="W">winter</gapText><gapText identifier="S">summer</gapText><p>Now is the <gap identifier="G1"/>.</p></gapMatchInteraction>',
    ),
    {
      type: "blanks",
      text: "Now is the [[1]].",
      blanks: new Map([
        [
          "1",
          {
            answers: [
              { id: "a", text: "winter" },
              { id: "b", text: "summer" },
            ],
            right: "a",
          },
        ],
      ]),
    },
  ],
])("QTI 2: %s", async (_, xml, expected) => {
  const { format, questions, skipped } = await imported(xml, "item.xml");
  expect({ format, skipped }).toEqual({ format: "qti2", skipped: [] });
  expect(questions).toMatchObject([expected]);
});

test("QTI 3 is read by its own names, and a key that stands in the rules only is found there", async () => {
  const xml = `<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i" title="T"><qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier"/><qti-item-body><qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>2+3?</qti-prompt><qti-simple-choice identifier="A">6</qti-simple-choice><qti-simple-choice identifier="B">5</qti-simple-choice></qti-choice-interaction></qti-item-body><qti-response-processing><qti-response-condition><qti-response-if><qti-match><qti-variable identifier="RESPONSE"/><qti-base-value base-type="identifier">B</qti-base-value></qti-match><qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">1</qti-base-value></qti-set-outcome-value></qti-response-if><qti-response-else-if><qti-match><qti-variable identifier="RESPONSE"/><qti-base-value base-type="identifier">A</qti-base-value></qti-match><qti-set-outcome-value identifier="FEEDBACK"><qti-base-value base-type="identifier">no</qti-base-value></qti-set-outcome-value></qti-response-else-if></qti-response-condition></qti-response-processing></qti-assessment-item>`;
  expect((await imported(xml, "item.xml")).questions).toMatchObject([
    { type: "single", text: "2+3?", right: "b" },
  ]);
});

test.each([
  [item(declared("single", "identifier", []), choice(1)), "2 T: has no right answer, and none is guessed"],
  [
    item(declared("single", "identifier", ["answer_1"]), choice(1)),
    "2 T: names a right answer that is not among its answers",
  ],
  [
    item("", '<extendedTextInteraction responseIdentifier="R"/>'),
    "2 T: is an essay, which no rule can grade",
  ],
  [
    item(declared("single", "point", []), '<selectPointInteraction responseIdentifier="R"/>'),
    "2 T: is answered on a picture",
  ],
  [
    item(`${declared("single", "identifier", ["A"])}<templateDeclaration identifier="x"/>`, choice(1)),
    "2 T: has numbers that are made up for each student; a question here is the same for all",
  ],
])("QTI 2: %j is skipped with its reason", async (xml, why) => {
  expect((await imported(xml, "item.xml")).skipped).toEqual([why]);
});

test("QTI 2: a package's items are one test, named like its own", async () => {
  const zip = zipOf({
    "imsmanifest.xml": "<manifest/>",
    "test.xml": '<assessmentTest identifier="t" title="Week 1"/>',
    "items/1.xml": item(
      declared("single", "identifier", ["A"]),
      `<p><img src="img/a.png" alt="map"/></p>${choice(1)}`,
    ),
    "items/img/a.png": pixel,
  });
  expect((await imported(zip, "q.zip")).questions).toMatchObject([
    {
      category: ["Week 1"],
      text: "![map](a.png)\n\nWhich?\n\nChoose.",
      place: { file: "q.zip/items/1.xml" },
    },
  ]);
});

test("QTI 2: a field of its own paragraph leaves no sign in the text; points, the id and feedback for all are read", async () => {
  const xml = `<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" label="lists" title="t">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"><correctResponse><value>ls</value></correctResponse></responseDeclaration>
<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><defaultValue><value>2.5</value></defaultValue></outcomeDeclaration>
<itemBody><p>What lists files?</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p></itemBody>
<responseProcessing><setOutcomeValue identifier="FEEDBACK"><baseValue baseType="identifier">all</baseValue></setOutcomeValue></responseProcessing>
<modalFeedback outcomeIdentifier="FEEDBACK" identifier="all" showHide="show"><p>As in list.</p></modalFeedback>
<modalFeedback outcomeIdentifier="FEEDBACK" identifier="wrong" showHide="show"><p>No.</p></modalFeedback></assessmentItem>`;
  expect((await imported(xml, "item.xml")).questions).toMatchObject([
    {
      id: "lists",
      text: "What lists files?",
      points: "2.5",
      feedback: "As in list.",
      losses: ["loses feedback that is shown by rules of its own"],
    },
  ]);
});

const simple = (shuffle: string) =>
  item(
    declared("single", "identifier", ["A"]),
    choice(1).replace("<choiceInteraction", `<choiceInteraction shuffle="${shuffle}"`),
  );
const ref = (number: number) => `<assessmentItemRef identifier="i${number}" href="items/${number}.xml"/>`;

test("QTI 2: items stand in their test's order; what a section selects is drawn, and what it shuffles is mixed", async () => {
  const zip = zipOf({
    "test.xml": `<assessmentTest identifier="t" title="Week 1"><testPart><assessmentSection identifier="s"><ordering shuffle="true"/>
${ref(3)}<assessmentSection identifier="g"><selection select="1"/>${ref(2)}${ref(1)}</assessmentSection>
<assessmentSection identifier="h"><selection select="1"/><assessmentSection identifier="i">${ref(4)}</assessmentSection><assessmentSection identifier="j">${ref(5)}</assessmentSection></assessmentSection>
</assessmentSection></testPart></assessmentTest>`,
    ...Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`items/${number}.xml`, simple("true")])),
  });
  const { questions } = await imported(zip, "q.zip");
  expect(
    questions.map(({ place, drawn, losses }) => [place.file.slice(12, -4), drawn?.count, ...losses]),
  ).toEqual([
    ["3", undefined],
    ["2", "1"],
    ["1", "1"],
    ["4", undefined, "loses its group, from which 1 of its sections are drawn"],
    ["5", undefined, "loses its group, from which 1 of its sections are drawn"],
  ]);
  const [planned] = planTests(
    questions.map((question) => ({ question, stem: "q" })),
    "/nowhere",
    undefined,
  );
  expect(Buffer.from(planned?.test.content ?? []).toString()).toContain("shuffle: questions, answers\n");
});

test("answers are mixed where all questions of a test say so; otherwise those that do lose it by name", async () => {
  const zip = zipOf({ "1.xml": simple("true"), "2.xml": simple("false") });
  const { questions } = await imported(zip, "q.zip");
  const { rules, questions: written } = rulesOf(questions);
  expect(rules.areAnswersMixed).toBe(false);
  expect(written.map(({ losses }) => losses)).toEqual([
    ["loses that each student gets its answers in an order of their own: other answers of the test stay"],
    [],
  ]);
});
