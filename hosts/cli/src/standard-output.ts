/** Writes to standard output and waits until it is out; a reader that went away is no error. */
export function writeOut(text: string): Promise<void> {
  return new Promise(resolve => {
    process.stdout.write(text, () => resolve());
  });
}

/** One JSON document, for programs. */
export function writeJson(document: unknown): Promise<void> {
  return writeOut(`${JSON.stringify(document)}\n`);
}

/** A reader that closes early (`deadwax measure … | head`) ends the writing, not the work. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
