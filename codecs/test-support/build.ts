/** Files built by hand for tests, chunk by chunk, so that each can be wrong in one place. */

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, character => character.charCodeAt(0));
}

/** Little-endian unless told otherwise: `[bytes, value]` pairs. */
export function fields(pairs: readonly (readonly [1 | 2 | 4 | 8, number])[], isBig = false): Uint8Array {
  const out: number[] = [];
  for (const [count, value] of pairs) {
    const digits = Array.from({ length: count }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 255n));
    out.push(...(isBig ? digits.reverse() : digits));
  }
  return Uint8Array.from(out);
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function chunk(
  id: string,
  payload: Uint8Array,
  options: { size?: number; isBig?: boolean; pad?: boolean } = {},
): Uint8Array {
  const pad = (options.pad ?? true) && payload.length % 2 === 1 ? new Uint8Array(1) : new Uint8Array(0);
  return join(ascii(id), fields([[4, options.size ?? payload.length]], options.isBig), payload, pad);
}

export interface FmtFields {
  tag?: number;
  channels?: number;
  rate?: number;
  align?: number;
  bits?: number;
}

/** A 16-byte `fmt ` payload; 16-bit stereo at 8 kHz unless told otherwise. */
export function fmt(f: FmtFields = {}, isBig = false): Uint8Array {
  const { tag = 1, channels = 2, rate = 8000, bits = 16, align = (channels * bits) / 8 } = f;
  return fields(
    [
      [2, tag],
      [2, channels],
      [4, rate],
      [4, (rate * align) % 2 ** 32],
      [2, align],
      [2, bits],
    ],
    isBig,
  );
}

/** A 40-byte extensible `fmt ` payload. */
export function extensible(f: FmtFields & { validBits?: number; kind?: number } = {}): Uint8Array {
  const base = fmt({ ...f, tag: 0xfffe });
  const guid = [f.kind ?? 1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];
  return join(
    base,
    fields([
      [2, 22],
      [2, f.validBits ?? f.bits ?? 16],
      [4, 3],
    ]),
    Uint8Array.from(guid),
  );
}

export function riff(
  chunks: readonly Uint8Array[],
  options: { magic?: string; size?: number; isBig?: boolean } = {},
): Uint8Array {
  const body = join(ascii('WAVE'), ...chunks);
  return join(
    ascii(options.magic ?? 'RIFF'),
    fields([[4, options.size ?? body.length]], options.isBig),
    body,
  );
}

export function form(chunks: readonly Uint8Array[], kind = 'AIFF', size?: number): Uint8Array {
  const body = join(ascii(kind), ...chunks);
  return join(ascii('FORM'), fields([[4, size ?? body.length]], true), body);
}

/** A COMM payload at 44.1 kHz. */
export function comm(
  f: { channels?: number; frames?: number; bits?: number; type?: string; rate?: readonly number[] } = {},
): Uint8Array {
  const rate = Uint8Array.from(f.rate ?? [0x40, 0x0e, 0xac, 0x44, 0, 0, 0, 0, 0, 0]);
  const type = f.type === undefined ? new Uint8Array(0) : join(ascii(f.type), new Uint8Array(2));
  return join(
    fields(
      [
        [2, f.channels ?? 1],
        [4, f.frames ?? 20000],
        [2, f.bits ?? 16],
      ],
      true,
    ),
    rate,
    type,
  );
}

export function ssnd(audio: Uint8Array, size?: number): Uint8Array {
  const payload = join(new Uint8Array(8), audio);
  return chunk('SSND', payload, { isBig: true, ...(size === undefined ? {} : { size }) });
}

/** Bytes from a seed: the same on every machine (a 32-bit xorshift, Marsaglia 2003). */
export function makeChance(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

export function noiseBytes(count: number, seed = 1): Uint8Array {
  const chance = makeChance(seed);
  return Uint8Array.from({ length: count }, () => chance() >>> 8);
}
