/** A picture of palette colours. */
export interface PalettePicture {
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** Row by row from the top, one index into the palette per pixel. */
  readonly pixels: Uint8Array;
  /** Red, green, blue of each colour, 0…255; at most 256 colours. */
  readonly palette: readonly (readonly [number, number, number])[];
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Largest stored block of deflate (RFC 1951, 3.2.4). */
const STORED_BYTES = 65_535;
/** Largest prime below 2^16 (RFC 1950, 9). */
const ADLER_MODULUS = 65_521;

/**
 * A picture as PNG, its pixels stored and not compressed: pictures here are small, and a deflater would be larger.
 * @source W3C Portable Network Graphics (2nd edition), RFC 1950, RFC 1951
 */
export function encodePng({ widthPixels, heightPixels, pixels, palette }: PalettePicture): Uint8Array {
  const header = [...bigEndian(widthPixels), ...bigEndian(heightPixels), 8, 3, 0, 0, 0]; // 8 bits, palette
  return joined([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', Uint8Array.from(header)),
    chunk('PLTE', Uint8Array.from(palette.flat())),
    chunk('IDAT', stored(filtered(pixels, widthPixels, heightPixels))),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Every row begins with its filter: none. */
function filtered(pixels: Uint8Array, widthPixels: number, heightPixels: number): Uint8Array {
  const rows = new Uint8Array((widthPixels + 1) * heightPixels);
  for (let row = 0; row < heightPixels; row++) {
    rows.set(pixels.subarray(row * widthPixels, (row + 1) * widthPixels), row * (widthPixels + 1) + 1);
  }
  return rows;
}

/** A zlib stream of stored blocks. */
function stored(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let from = 0; from < bytes.length || from === 0; from += STORED_BYTES) {
    const part = bytes.subarray(from, from + STORED_BYTES);
    const isLast = from + STORED_BYTES >= bytes.length ? 1 : 0;
    const count = part.length;
    parts.push(Uint8Array.of(isLast, count & 255, count >> 8, ~count & 255, (~count >> 8) & 255), part);
  }
  parts.push(Uint8Array.from(bigEndian(adler32(bytes))));
  return joined(parts);
}

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % ADLER_MODULUS;
    b = (b + a) % ADLER_MODULUS;
  }
  return ((b << 16) | a) >>> 0;
}

/** Bit by bit: the pictures are small. Polynomial of ISO 3309, reflected. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = joined([Uint8Array.from(name, letter => letter.charCodeAt(0)), data]);
  return joined([Uint8Array.from(bigEndian(data.length)), named, Uint8Array.from(bigEndian(crc32(named)))]);
}

function bigEndian(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as text for a data address. @source RFC 4648, 4 */
export function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const rest = bytes.length - at;
    const triple = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const letter = (shift: number): string => ALPHABET.charAt((triple >> shift) & 63);
    parts.push(letter(18), letter(12), rest > 1 ? letter(6) : '=', rest > 2 ? letter(0) : '=');
  }
  return parts.join('');
}
