import { type Decoder, MasteringError, type OpenedAudio } from '@deadwax/engine/ports';
import { accept } from '../../engine/src/accept/index.ts';
import { freshKernels } from '../../kernels/test/kernels.ts';
import { makeMemoryPowers, makeMemorySource } from './memory.ts';

const kernels = freshKernels();

/** What the house says to a file: 'taken' or the code of its refusal, and the message. */
export async function judge(
  content: Uint8Array,
  decoders: readonly Decoder[],
  name = 'song.wav',
): Promise<{ verdict: string; message: string; opened?: OpenedAudio }> {
  const mark = kernels.mark();
  try {
    const opened = await accept(makeMemorySource(content, name), makeMemoryPowers(kernels), decoders);
    return { verdict: 'taken', message: '', opened };
  } catch (error) {
    if (!(error instanceof MasteringError)) throw error;
    return { verdict: error.code, message: error.message };
  } finally {
    kernels.release(mark);
  }
}
