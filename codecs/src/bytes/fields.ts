/** Numbers written one after another into bytes of known size. */
export interface FieldWriter {
  readonly bytes: Uint8Array<ArrayBuffer>;
  u8(value: number): void;
  u16(value: number): void;
  u32(value: number): void;
  u64(value: number): void;
}

export function makeField(byteCount: number, isLittleEndian: boolean): FieldWriter {
  const bytes = new Uint8Array(byteCount);
  const view = new DataView(bytes.buffer);
  let position = 0;
  return {
    bytes,
    u8(value) {
      view.setUint8(position, value);
      position += 1;
    },
    u16(value) {
      view.setUint16(position, value, isLittleEndian);
      position += 2;
    },
    u32(value) {
      view.setUint32(position, value, isLittleEndian);
      position += 4;
    },
    u64(value) {
      view.setBigUint64(position, BigInt(value), isLittleEndian);
      position += 8;
    },
  };
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}

const encoder = new TextEncoder();

/** UTF-8. */
export function text(value: string): Uint8Array {
  return encoder.encode(value);
}
