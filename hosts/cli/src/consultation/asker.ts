import { createInterface } from 'node:readline';

/** Who is asked: a person at a terminal, or nobody. */
export interface Asker {
  /** Whether somebody may answer; false once the input has ended. */
  readonly isPresent: boolean;
  /** @returns the line that was typed, without spaces around it; null where nobody answers any more */
  ask(prompt: string): Promise<string | null>;
  /** Says something between the questions. */
  say(text: string): void;
  close(): void;
}

/** Nobody: every question is passed over at once, and nothing is read, so that a pipe that stays open blocks nothing. */
export function makeAbsentAsker(): Asker {
  return { isPresent: false, ask: async () => null, say: () => {}, close: () => {} };
}

/**
 * A person at a terminal. Prompts go to `output`, which is not standard output: that belongs to the result.
 * The end of input (Ctrl-D) leaves the rest unanswered; Ctrl-C ends the process as a signal does.
 */
export function makeTerminalAsker(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Asker {
  const lines = createInterface({ input, output, terminal: true });
  let isOver = false;
  let leave: () => void = () => {};
  lines.on('close', () => {
    isOver = true;
    leave();
  });
  // the terminal is in raw mode while it is asked: the key arrives as a key, not as a signal
  lines.on('SIGINT', () => {
    lines.close();
    output.write('\n');
    process.kill(process.pid, 'SIGINT');
  });
  return {
    get isPresent() {
      return !isOver;
    },
    ask: prompt =>
      new Promise(resolve => {
        if (isOver) {
          resolve(null);
          return;
        }
        leave = () => resolve(null);
        lines.question(prompt, answer => resolve(answer.trim()));
      }),
    say: text => output.write(text),
    close: () => lines.close(),
  };
}
