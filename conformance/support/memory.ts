import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type AudioSource,
  type ByteHandle,
  type ByteSource,
  type Decoder,
  type Digest,
  type Encoder,
  makePcmSource,
  type Powers,
  type Scratch,
} from '@deadwax/engine';
import { runTask } from '@deadwax/engine/tasks';
import { createKernels } from '@deadwax/kernels';

const module = new WebAssembly.Module(
  readFileSync(new URL('../../kernels/build/deadwax.wasm', import.meta.url)),
);

/** Bytes in memory that grow as they are written. */
export class MemoryBytes implements Scratch {
  readonly name: string;
  readonly handle: ByteHandle;
  #bytes: Uint8Array;
  #count = 0;

  constructor(name: string, id: number, initial: Uint8Array = new Uint8Array(0)) {
    this.name = name;
    this.handle = { kind: 'memory', id };
    this.#bytes = initial;
    this.#count = initial.length;
  }

  get byteCount(): number {
    return this.#count;
  }

  /** Everything written so far. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#count);
  }

  read(offsetBytes: number, into: Uint8Array): number {
    const part = this.bytes.subarray(offsetBytes, offsetBytes + into.length);
    into.set(part);
    return part.length;
  }

  append(bytes: Uint8Array): void {
    if (this.#count + bytes.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#count + bytes.length, 65536));
      grown.set(this.bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.#count);
    this.#count += bytes.length;
  }

  patch(offsetBytes: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, offsetBytes);
  }

  discard(): void {
    this.#bytes = new Uint8Array(0);
    this.#count = 0;
  }
}

/** A host that lives in memory and has one thread: the same engine without a platform. */
export interface MemoryHost {
  readonly powers: Powers;
  makeBytes(name: string, initial?: Uint8Array): MemoryBytes;
  /** Planar audio as a programme. */
  makeSource(channels: readonly ArrayLike<number>[], sampleRateHz: number): AudioSource;
}

/** Makes a host; every test has its own. */
export function makeMemoryHost(
  codecs: { decoders?: readonly Decoder[]; encoders?: readonly Encoder[] } = {},
): MemoryHost {
  const kernels = createKernels(module);
  const all = new Map<number, MemoryBytes>();
  const makeBytes = (name: string, initial?: Uint8Array) => {
    const bytes = new MemoryBytes(name, all.size, initial);
    all.set(all.size, bytes);
    return bytes;
  };
  const openBytes = (handle: ByteHandle): ByteSource => all.get(handle['id'] as number)!;
  const powers: Powers = {
    kernels,
    crew: { threadCount: 1, run: async (name, input) => runTask(name, input, { kernels, openBytes }) },
    decoders: codecs.decoders ?? [],
    encoders: codecs.encoders ?? [],
    makeScratch: () => makeBytes('scratch'),
    openBytes,
    makeDigest,
  };
  return { powers, makeBytes, makeSource: (channels, rate) => sourceOf(channels, rate, makeBytes, powers) };
}

function makeDigest(): Digest {
  const hash = createHash('sha256');
  return { update: bytes => void hash.update(bytes), hex: () => hash.digest('hex') };
}

function sourceOf(
  channels: readonly ArrayLike<number>[],
  sampleRateHz: number,
  makeBytes: (name: string, initial?: Uint8Array) => MemoryBytes,
  powers: Powers,
): AudioSource {
  const channelCount = channels.length;
  const frameCount = channels[0]!.length;
  const interleaved = new Float32Array(channelCount * frameCount);
  channels.forEach((channel, index) => {
    for (let frame = 0; frame < frameCount; frame++)
      interleaved[frame * channelCount + index] = channel[frame]!;
  });
  const bytes = makeBytes('signal', new Uint8Array(interleaved.buffer));
  const layout = {
    format: 'f32le',
    channelCount,
    sampleRateHz,
    frameCount,
    offsetBytes: 0,
    frameBytes: 4 * channelCount,
  } as const;
  return makePcmSource(bytes, layout, powers.kernels);
}
