import { closeSync, mkdtempSync, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderFirstLight } from '../../examples/synth/first-light.ts';

/** A folder for the files of one benchmark. */
export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'deadwax-bench-'));
}

/** The example song as interleaved 24-bit PCM, once rendered. */
export function renderSong(sampleRateHz: number): Buffer {
  const { left, right } = renderFirstLight(sampleRateHz);
  const pcm = Buffer.alloc(left.length * 6);
  for (let frame = 0; frame < left.length; frame++) {
    pcm.writeIntLE(Math.round(left[frame]! * 8388607), frame * 6, 3);
    pcm.writeIntLE(Math.round(right[frame]! * 8388607), frame * 6 + 3, 3);
  }
  return pcm;
}

/** Writes a 24-bit stereo WAV in which `pcm` is repeated to `seconds`. */
export function writeLongWav(path: string, pcm: Buffer, sampleRateHz: number, seconds: number): void {
  const bytes = Math.round(seconds * sampleRateHz) * 6;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * 6, 28);
  header.writeUInt16LE(6, 32);
  header.writeUInt16LE(24, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  const file = openSync(path, 'w');
  writeSync(file, header);
  for (let written = 0; written < bytes; written += pcm.length) {
    writeSync(file, pcm, 0, Math.min(pcm.length, bytes - written));
  }
  closeSync(file);
}
