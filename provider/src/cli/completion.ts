import { Argument, Command } from "commander";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** A command as shells complete it. */
export interface Completed {
  /** The commands that lead to it, the program itself left out. */
  readonly path: readonly string[];
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  /** What its arguments may be, where they are from a list. */
  readonly values: readonly string[];
  readonly options: readonly CompletedOption[];
}

export interface CompletedOption {
  /** With its dashes. */
  readonly names: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  /** Values that it may have, where they are a list. */
  readonly choices: readonly string[];
}

/** A command and all those below it. */
export function completed(command: Command, path: readonly string[] = []): readonly Completed[] {
  const { commands, options, registeredArguments } = command;
  const own: Completed = {
    path,
    commands: commands.map((each) => ({ name: each.name(), description: each.description() })),
    values: registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    options: [
      ...options.map(({ short, long, description, required, optional, argChoices = [] }) => ({
        names: [short, long].filter((name) => name !== undefined),
        description,
        takesValue: required || optional,
        choices: argChoices,
      })),
      { names: ["-h", "--help"], description: "display help for command", takesValue: false, choices: [] },
    ],
  };
  return [own, ...commands.flatMap((each) => completed(each, [...path, each.name()]))];
}

/** `completion <shell>` of a program: it prints what the shell is to evaluate. */
export function completionCommand(program: () => Command): Command {
  return new Command("completion")
    .description("print a script that completes commands, options and their values in a shell")
    .addArgument(new Argument("<shell>", "the shell").choices(shells))
    .addHelpText(
      "after",
      `
Examples:
  pulumi-knative completion bash >> ~/.bashrc
  pulumi-knative completion zsh > "\${fpath[1]}/_pulumi-knative"
  pulumi-knative completion fish > ~/.config/fish/completions/pulumi-knative.fish

Exit code: 0 it is printed, 2 wrong usage.`,
    )
    .exitOverride()
    .action((shell: Shell) => {
      const whole = program();
      process.stdout.write(completionScript(shell, whole.name(), completed(whole)));
    });
}

export function completionScript(shell: Shell, program: string, commands: readonly Completed[]): string {
  switch (shell) {
    case "bash":
      return bash(program, commands);
    case "zsh":
      return zsh(program, commands);
    case "fish":
      return fish(program, commands);
  }
}

function bash(program: string, commands: readonly Completed[]): string {
  const name = functionName(program);
  return `# Completion of ${program} for bash.
${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" at="" found="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${walk(commands)}
  done
${candidates(commands, (words) => `found=${quoted(words.join(" "))}`)}
  # Word by word, for nothing that is completed has a blank in it.
  COMPREPLY=($(compgen -W "$found" -- "$current"))
}
complete -o default -F ${name} ${program}
`;
}

function zsh(program: string, commands: readonly Completed[]): string {
  const name = functionName(program);
  return `#compdef ${program}
# Completion of ${program} for zsh.
${name}() {
  local previous="\${words[CURRENT-1]}" at="" word
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
${walk(commands)}
  done
${candidates(commands, (words) => `found=(${words.map(quoted).join(" ")})`)}
  compadd -- "\${found[@]}" || _files
}
if [ "\${funcstack[1]}" = "_${program}" ]; then
  ${name} "$@"
else
  compdef ${name} ${program}
fi
`;
}

/** Follows the words of the line through the commands. */
function walk(commands: readonly Completed[]): string {
  const ways = commands.filter(({ path }) => path.length > 0).map(({ path }) => quoted(` ${path.join(" ")}`));
  return `    case "$at $word" in
      ${ways.join(" | ")}) at="$at $word" ;;
    esac`;
}

/** What may come at a command: after an option with a list of values those, else commands and options. */
function candidates(commands: readonly Completed[], set: (words: readonly string[]) => string): string {
  const prefix = ({ path }: Completed) => path.map((each) => ` ${each}`).join("");
  const values = commands.flatMap((command) =>
    command.options
      .filter(({ choices }) => choices.length > 0)
      .map(({ names, choices }) => {
        const patterns = names.map((name) => quoted(`${prefix(command)} ${name}`)).join(" | ");
        return `    ${patterns}) ${set(choices)} ;;`;
      }),
  );
  const words = commands.map((command) => {
    const names = command.options.flatMap((option) => option.names);
    const all = [...command.commands.map(({ name }) => name), ...command.values, ...names];
    return `        ${quoted(prefix(command))}) ${set(all)} ;;`;
  });
  return `  case "$at $previous" in
${values.join("\n")}
    *)
      case "$at" in
${words.join("\n")}
      esac ;;
  esac`;
}

function fish(program: string, commands: readonly Completed[]): string {
  const lines = commands.flatMap((command) => {
    const here = `complete -c ${program} -n ${quoted(fishCondition(command, commands))}`;
    return [
      ...command.commands.map(
        ({ name, description }) => `${here} -f -a ${name} -d ${fishQuoted(description)}`,
      ),
      ...command.values.map((value) => `${here} -f -a ${value}`),
      ...command.options.map((option) => `${here} ${fishOption(option)}`),
    ];
  });
  return `# Completion of ${program} for fish.\n${lines.join("\n")}\n`;
}

function fishOption({ names, description, takesValue, choices }: CompletedOption): string {
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value = choices.length > 0 ? [`-xa ${quoted(choices.join(" "))}`] : takesValue ? ["-r"] : [];
  return [...flags, ...value, `-d ${fishQuoted(description)}`].join(" ");
}

/** Where a command's own words belong: behind its name, and before that of one below it. */
function fishCondition({ path, commands: below }: Completed, all: readonly Completed[]): string {
  const names = path.length === 0 ? (all[0]?.commands ?? []) : below;
  const seen = path.map((name) => `__fish_seen_subcommand_from ${name}`);
  const further =
    names.length === 0 ? [] : [`not __fish_seen_subcommand_from ${names.map(({ name }) => name).join(" ")}`];
  return [...seen, ...further].join("; and ");
}

function functionName(program: string): string {
  return `_${program.replaceAll("-", "_")}_words`;
}

/** Within single quotes a POSIX shell takes everything as it is; names of commands and options have none. */
function quoted(text: string): string {
  return `'${text}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
