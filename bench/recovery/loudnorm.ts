import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Material } from '../support/material.ts';
import { runProcess } from '../support/process.ts';

/** ffmpeg's loudnorm in two passes to a loudness, under −1 dBTP; float in, float out. */
export async function normalizeByFfmpeg(piece: Material, integratedLufs: number): Promise<Material> {
  const folder = mkdtempSync(join(tmpdir(), 'deadwax-recovery-'));
  try {
    const [input, output] = [join(folder, 'in.f32'), join(folder, 'out.f32')];
    writeFileSync(input, interleave(piece.channels));
    const raw = ['-f', 'f32le', '-ar', `${piece.sampleRateHz}`, '-ac', '2'];
    const goal = `loudnorm=I=${integratedLufs.toFixed(2)}:TP=-1:LRA=20`;
    const first = await runProcess('sh', [
      '-c',
      `ffmpeg -hide_banner ${raw.join(' ')} -i ${input} -af ${goal}:print_format=json -f null - 2>&1`,
    ]);
    const text = first.stdout;
    const found = JSON.parse(text.slice(text.lastIndexOf('{'), text.lastIndexOf('}') + 1));
    const values = `measured_I=${found.input_i}:measured_TP=${found.input_tp}:measured_LRA=${found.input_lra}:measured_thresh=${found.input_thresh}:offset=${found.target_offset}:linear=true`;
    await runProcess('ffmpeg', [
      '-hide_banner',
      '-y',
      ...raw,
      '-i',
      input,
      '-af',
      `${goal}:${values}`,
      ...raw,
      output,
    ]);
    return { ...piece, channels: deinterleave(readFileSync(output)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function interleave(channels: readonly Float32Array[]): Buffer {
  const samples = new Float32Array(2 * channels[0]!.length);
  channels.forEach((channel, c) => {
    channel.forEach((x, n) => {
      samples[2 * n + c] = x;
    });
  });
  return Buffer.from(samples.buffer);
}

function deinterleave(bytes: Buffer): Float32Array<ArrayBuffer>[] {
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return [0, 1].map(c => Float32Array.from({ length: samples.length >> 1 }, (_, n) => samples[2 * n + c]!));
}
