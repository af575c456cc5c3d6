// Memory is handed out in order and given back down to a mark. Nothing is ever moved, and nothing here uses the
// language's own heap: no `new`, no arrays, no strings in this folder.

let top: usize = (__heap_base + 15) & ~15;

/** Zeroed bytes, 16-byte aligned. Traps when the memory is used up. */
export function allocate(bytes: usize): usize {
  const start = allocateRaw(bytes);
  memory.fill(start, 0, top - start);
  return start;
}

/** Bytes that hold whatever was there before: for those who overwrite all of them. */
export function allocateRaw(bytes: usize): usize {
  const start = top;
  const end = (start + bytes + 15) & ~15;
  if (end > (<usize>memory.size()) << 16) unreachable();
  top = end;
  return start;
}

/** The present fill. */
export function mark(): usize {
  return top;
}

/** Gives back everything since `to`. */
export function release(to: usize): void {
  top = to;
}
