import { MasteringError } from '@deadwax/engine/ports';
import type { Libav } from './libav.ts';

/** Where the libav files lie, for hosts that do not load them from node_modules. */
export interface LibavOptions {
  /** Address of the folder with libav's own files; in Node it is found beside its package. */
  readonly base?: string;
}

/** Lends instances of libav, one job each; the WebAssembly is fetched when the first one is asked for. */
export interface LibavPool {
  /** @throws {MasteringError} 'format-unsupported' where libav cannot be loaded */
  lend<Result>(work: (libav: Libav) => Promise<Result>): Promise<Result>;
  borrow(): Promise<Libav>;
  giveBack(libav: Libav): void;
}

const QUIET = -8; // AV_LOG_QUIET, libavutil/log.h

export function makeLibavPool(options: LibavOptions = {}): LibavPool {
  const idle: Libav[] = [];

  async function borrow(): Promise<Libav> {
    return idle.pop() ?? (await load(options));
  }

  return {
    borrow,
    giveBack: libav => {
      idle.push(libav);
    },
    async lend(work) {
      const libav = await borrow();
      // an instance whose job failed may be left in any state: it is not lent again
      const result = await work(libav);
      idle.push(libav);
      return result;
    },
  };
}

async function load({ base }: LibavOptions): Promise<Libav> {
  try {
    const { LibAV } = await import('@libav.js/variant-obsolete');
    const libav = (await LibAV({ noworker: true, ...(base === undefined ? {} : { base }) })) as Libav;
    libav.av_log_set_level_sync(QUIET);
    return libav;
  } catch (cause) {
    throw new MasteringError(
      'format-unsupported',
      'FLAC, MP3 and Ogg need the package @libav.js/variant-obsolete, which could not be loaded. Install it again, or use WAV or AIFF.',
      { cause },
    );
  }
}
