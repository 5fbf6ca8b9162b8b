import { type Zippable, type ZippableFile, zipSync } from "fflate";

/** A ZIP package with these files. */
export const zipOf = (files: Readonly<Record<string, string | Uint8Array>>, options: object = {}): Buffer => {
  const encoder = new TextEncoder();
  const zippable: Zippable = {};
  for (const [name, content] of Object.entries(files)) {
    const file: ZippableFile = [typeof content === "string" ? encoder.encode(content) : content, options];
    zippable[name] = file;
  }
  return Buffer.from(zipSync(zippable));
};

const rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/** The fewest parts that make a workbook of one sheet. */
export const workbookOf = (rows: readonly (readonly (string | number)[])[]): Buffer => {
  const cell = (value: string | number): string =>
    typeof value === "number" ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${value}</t></is></c>`;
  const at = (text: string, row: number, column: number): string =>
    text.replace("<c", `<c r="${String.fromCharCode(65 + column)}${row + 1}"`);
  const sheet = rows
    .map(
      (cells, row) =>
        `<row r="${row + 1}">${cells.map((value, column) => at(cell(value), row, column)).join("")}</row>`,
    )
    .join("");
  return zipOf({
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${rels}"><sheets><sheet name="Class" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${rels}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
  });
};
