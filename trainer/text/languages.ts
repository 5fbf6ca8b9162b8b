/** Languages whose code is coloured, as shiki names them, each with the other names that people write behind ``` for it. */
const languages: Readonly<Record<string, readonly string[]>> = {
  bash: ["sh", "shell", "zsh", "shellscript"],
  shellsession: ["console"],
  powershell: ["ps", "ps1"],
  bat: ["batch", "cmd"],
  python: ["py"],
  javascript: ["js"],
  typescript: ["ts"],
  java: [],
  kotlin: ["kt"],
  c: [],
  cpp: ["c++"],
  csharp: ["c#", "cs"],
  go: ["golang"],
  rust: ["rs"],
  ruby: ["rb"],
  php: [],
  perl: [],
  lua: [],
  r: [],
  sql: [],
  html: [],
  css: [],
  xml: [],
  json: [],
  yaml: ["yml"],
  toml: [],
  ini: ["properties", "systemd"],
  dockerfile: ["docker"],
  terraform: ["tf", "hcl"],
  nginx: [],
  make: ["makefile"],
  groovy: ["jenkinsfile"],
  awk: [],
  diff: ["patch"],
  markdown: ["md"],
  latex: ["tex"],
  asm: ["assembly"],
  http: [],
  log: [],
};

/** Code that is meant to have no colours. */
const plain = ["", "text", "txt", "plain", "plaintext", "output"];

export const languageNames: readonly string[] = Object.keys(languages);

const byName = new Map(
  Object.entries(languages).flatMap(([name, others]) =>
    [name, ...others].map((each) => [each, name] as const),
  ),
);

/** The language that the words behind ``` name; null: none is meant; undefined: there is none of this name. */
export const codeLanguage = (info: string): string | null | undefined => {
  const name = (info.trim().split(/[\s{,]/, 1)[0] ?? "").toLowerCase();
  return plain.includes(name) ? null : byName.get(name);
};
