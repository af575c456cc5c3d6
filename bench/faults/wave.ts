import type { SentAudio } from './plant/index.ts';

const HEADER_BYTES = 44;

/** A plain WAV file, as a client sends it: rounded to its depth, without dither. */
export function toWave({ channels, sampleRateHz, depthBits }: SentAudio): Uint8Array {
  const frameBytes = (channels.length * depthBits) / 8;
  const dataBytes = channels[0]!.length * frameBytes;
  const file = Buffer.alloc(HEADER_BYTES + dataBytes);
  file.write('RIFF', 0);
  file.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channels.length, 22);
  file.writeUInt32LE(sampleRateHz, 24);
  file.writeUInt32LE(sampleRateHz * frameBytes, 28);
  file.writeUInt16LE(frameBytes, 32);
  file.writeUInt16LE(depthBits, 34);
  file.write('data', 36);
  file.writeUInt32LE(dataBytes, 40);
  const steps = 2 ** (depthBits - 1);
  channels.forEach((samples, c) => {
    for (let n = 0; n < samples.length; n++) {
      const step = Math.max(-steps, Math.min(steps - 1, Math.round(samples[n]! * steps)));
      const at = HEADER_BYTES + n * frameBytes + (c * depthBits) / 8;
      file[at] = step & 255;
      file[at + 1] = (step >> 8) & 255;
      if (depthBits === 24) file[at + 2] = (step >> 16) & 255;
    }
  });
  return file;
}
