import type { Material } from '../support/material.ts';

/** Length of a passage. */
const PASSAGE_SECONDS = 10;
/** Joints are faded, so that no click stands between passages. */
const FADE_SECONDS = 0.005;

/** Every second passage of a piece, joined; a last one shorter than half is left out. */
export function joinPassages(piece: Material, first: 0 | 1): Material {
  const { sampleRateHz } = piece;
  const length = PASSAGE_SECONDS * sampleRateHz;
  const frames = piece.channels[0]!.length;
  const starts: number[] = [];
  for (let start = first * length; start + length / 2 < frames; start += 2 * length) starts.push(start);
  const channels = piece.channels.map(channel => joinParts(channel, starts, length, sampleRateHz));
  return { ...piece, channels };
}

function joinParts(
  channel: Float32Array,
  starts: readonly number[],
  length: number,
  sampleRateHz: number,
): Float32Array<ArrayBuffer> {
  const parts = starts.map(start => channel.slice(start, start + length));
  const fade = Math.round(FADE_SECONDS * sampleRateHz);
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    for (let n = 0; n < fade; n++) {
      const gain = 0.5 - 0.5 * Math.cos((Math.PI * (n + 0.5)) / fade);
      part[n]! *= gain;
      part[part.length - 1 - n]! *= gain;
    }
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
