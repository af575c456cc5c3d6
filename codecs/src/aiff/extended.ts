/**
 * A positive 80-bit extended number, the sample rate of AIFF.
 * @returns NaN for infinities, negative and unnormalised values
 * @source IEEE 754-1985, double extended: sign and exponent (bias 16383), then a 64-bit mantissa with its leading 1
 */
export function parseExtended(view: DataView, offsetBytes: number): number {
  const exponent = view.getUint16(offsetBytes);
  const high = view.getUint32(offsetBytes + 2);
  const low = view.getUint32(offsetBytes + 6);
  if (exponent === 0 && high === 0 && low === 0) return 0;
  if (exponent >= 0x7fff || high < 2 ** 31) return Number.NaN;
  // exact: scaling by powers of two
  return (high * 2 ** 32 + low) * 2 ** (exponent - 16383 - 63);
}

/** @param value a positive whole number below 2^32 */
export function formatExtended(value: number): Uint8Array {
  const shift = Math.clz32(value);
  const bytes = new Uint8Array(10);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 16383 + 31 - shift);
  view.setUint32(2, (value << shift) >>> 0);
  return bytes;
}
