import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';

export interface WavShape {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly seconds: number;
}

/** A 16-bit WAV header; sizes as given, also where they lie. */
export function wavHeader(shape: {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly dataBytes: number;
  readonly formatTag?: number;
  readonly sampleBytes?: number;
  readonly blockAlign?: number;
}): Buffer {
  const { sampleRateHz, channelCount, dataBytes, formatTag = 1, sampleBytes = 2 } = shape;
  const blockAlign = shape.blockAlign ?? channelCount * sampleBytes;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(Math.min(0xffffffff, 36 + dataBytes), 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(formatTag, 20);
  header.writeUInt16LE(channelCount, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE((sampleRateHz * blockAlign) >>> 0, 28);
  header.writeUInt16LE(blockAlign, 32);
  header.writeUInt16LE(8 * sampleBytes, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** A 16-bit WAV file of what `sampleAt` says, ±1 full scale. */
export function writeWav(
  path: string,
  shape: WavShape,
  sampleAt: (frame: number, channel: number) => number,
): void {
  const { sampleRateHz, channelCount, seconds } = shape;
  const frames = Math.round(seconds * sampleRateHz);
  const data = new Int16Array(frames * channelCount);
  for (let frame = 0; frame < frames; frame += 1)
    for (let channel = 0; channel < channelCount; channel += 1)
      data[frame * channelCount + channel] = Math.round(32767 * sampleAt(frame, channel));
  const bytes = Buffer.from(data.buffer);
  writeFileSync(
    path,
    Buffer.concat([wavHeader({ sampleRateHz, channelCount, dataBytes: bytes.length }), bytes]),
  );
}

/**
 * A quiet mix in miniature, 44.1 kHz stereo: a bass note, a chord and hats twice a second, from a seeded generator.
 * Integrated loudness somewhere near −20 LUFS.
 */
export function makeTune(seed = 1): (frame: number, channel: number) => number {
  let state = seed;
  const noise = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    return state / 2 ** 31 - 1;
  };
  return (frame, channel) => {
    const seconds = frame / 44100;
    const beat = seconds % 0.5;
    const bass = 0.25 * Math.sin(2 * Math.PI * 55 * seconds) * Math.exp(-4 * beat);
    const chord = [220, 277.2, 329.6].reduce(
      (sum, hz, voice) => sum + 0.05 * Math.sin(2 * Math.PI * hz * seconds + voice * channel),
      0,
    );
    return bass + chord + 0.08 * noise() * Math.exp(-40 * beat);
  };
}

/** A tune of any length, quickly: ten seconds of it, over and over. */
export function writeLongTune(path: string, seconds: number): void {
  const shape = { sampleRateHz: 44100, channelCount: 2 };
  const tune = makeTune();
  const passage = new Int16Array(44100 * 10 * 2);
  for (let frame = 0; frame < 441000; frame += 1)
    for (let channel = 0; channel < 2; channel += 1)
      passage[2 * frame + channel] = Math.round(32767 * tune(frame, channel));
  const repeats = Math.ceil(seconds / 10);
  const fd = openSync(path, 'w');
  writeSync(fd, wavHeader({ ...shape, dataBytes: repeats * passage.byteLength }));
  for (let k = 0; k < repeats; k += 1) writeSync(fd, passage);
  closeSync(fd);
}
