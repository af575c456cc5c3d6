/**
 * The array buffers inside plain data, so that they are handed over to another thread and not copied.
 *
 * Only buffers that belong to their view as a whole; a part of a larger one is left to be copied.
 */
export function collectBuffers(value: unknown, found: Set<ArrayBuffer> = new Set()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength)
      found.add(value.buffer);
    return found;
  }
  if (Array.isArray(value) && (value.length === 0 || typeof value[0] !== 'object')) return found;
  if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) collectBuffers(inner, found);
  return found;
}
