import { Command } from "commander";
import type { Terminal } from "./terminal.ts";

export const completionCommand = (terminal: Terminal): Command =>
  new Command("completion")
    .description("print the completion for bash; use it with: source <(bin/trainer completion)")
    .action((_: unknown, command: Command) => {
      terminal.out(bashCompletion(command.parent ?? command));
    });

/**
 * A completion script for bash 3.2 and newer, of the program's own commands and options. It is whole in itself: pressing
 * the tab key starts no Node and needs no other package. Values of options and arguments are completed as file names.
 */
export const bashCompletion = (program: Command): string => {
  const name = program.name();
  const commands = program.createHelp().visibleCommands(program);
  const cases = commands.map(
    (command) => `    ${command.name()}) options='${optionsOf(command).join(" ")}' ;;`,
  );
  return `# Completion of ${name} for bash, made by: ${name} completion
_${name}_complete() {
  local word=\${COMP_WORDS[COMP_CWORD]} options=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map((command) => command.name()).join(" ")}' -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
    help) options='${commands.map((command) => command.name()).join(" ")}' ;;
${cases.filter((line) => !line.startsWith("    help)")).join("\n")}
  esac
  case $word in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *) case \${COMP_WORDS[1]} in
        ${["help", ...commands.filter(hasCommands).map((command) => command.name())].join("|")}) [ "$COMP_CWORD" -ne 2 ] || COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
      esac ;;
  esac
}
complete -o default -F _${name}_complete ${name}`;
};

const hasCommands = ({ commands }: Command): boolean => commands.length > 0;

/** A command's options; those of its own commands too, and their names. */
const optionsOf = (command: Command): string[] => {
  const help = command.createHelp();
  const own = help.visibleOptions(command).flatMap(({ long }) => long ?? []);
  const inner = command.commands.flatMap((sub) => [sub.name(), ...optionsOf(sub)]);
  return [...new Set([...own, ...inner])];
};
