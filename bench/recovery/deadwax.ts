import {
  type AudioSource,
  accept,
  type Brief,
  createEngine,
  type Decoder,
  defaultBrief,
  type Plan,
} from '@deadwax/engine';
import { makeMemoryOutputs } from '../../conformance/support/outputs.ts';
import { makeCodecHost } from '../../conformance/support/recordings.ts';
import type { Material } from '../support/material.ts';

/** A master, and the plan that made it. */
export interface MadeMaster {
  readonly material: Material;
  readonly plan: Plan;
}

/** The whole house on audio in memory, with a reference or with the genre alone; float out. */
export async function masterByDeadwax(
  piece: Material,
  reference: Material | null,
  brief: Partial<Brief> = {},
): Promise<MadeMaster> {
  const host = makeCodecHost();
  const mix = host.makeSource(piece.channels, piece.sampleRateHz);
  const record = reference === null ? null : host.makeSource(reference.channels, reference.sampleRateHz);
  const decoders = [
    rawDecoder('mix.raw', mix),
    ...(record === null ? [] : [rawDecoder('reference.raw', record)]),
  ];
  const engine = createEngine({ ...host.powers, decoders: [...decoders, ...host.powers.decoders] });
  const outputs = makeMemoryOutputs(host);
  const bytesOf = (name: string) => host.makeBytes(name, new TextEncoder().encode(name));
  const order: Brief = {
    ...defaultBrief,
    ...brief,
    deliverables: [
      { format: { container: 'wav', depthBits: 32, isFloat: true }, sampleRateHz: 'source', dither: 'auto' },
    ],
  };
  const references =
    record === null
      ? []
      : [
          {
            bytes: bytesOf('reference.raw'),
            location: 'reference.raw',
            weight: 1,
            aspects: ['tone', 'dynamics', 'width', 'loudness'] as const,
          },
        ];
  const info = { name: 'mix.raw', location: '' };
  const { plan, verdict } = await engine.master(bytesOf('mix.raw'), order, {}, outputs, info, { references });
  const { kernels, makeScratch } = host.powers;
  const file = outputs.files.get(verdict.files[0]!.fileName)!;
  const { source } = await accept(file, { kernels, makeScratch, watch: {} }, host.powers.decoders);
  return { material: { ...piece, channels: readAll(source, kernels) }, plan };
}

function readAll(
  source: AudioSource,
  kernels: ReturnType<typeof makeCodecHost>['powers']['kernels'],
): Float32Array<ArrayBuffer>[] {
  const block = kernels.makeBlock(source.channelCount, 65536);
  const channels = block.channels.map(() => new Float32Array(source.frameCount));
  for (let start = 0; start < source.frameCount; start += block.frameCount) {
    block.frameCount = Math.min(65536, source.frameCount - start);
    source.read(start, block);
    channels.forEach((channel, c) => {
      channel.set(block.channels[c]!.subarray(0, block.frameCount), start);
    });
  }
  return channels;
}

/** Hands out audio that is already in memory. */
function rawDecoder(name: string, source: AudioSource): Decoder {
  return {
    name: 'raw',
    recognizes: (_head: Uint8Array, fileName: string) => fileName === name,
    open: async () => ({
      source,
      format: { container: 'raw', encoding: '32-bit float', isLossy: false, depthBits: null, isFloat: true },
      tags: {},
    }),
  };
}
