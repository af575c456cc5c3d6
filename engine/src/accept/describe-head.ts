/** First bytes of files that people hand in by mistake or that need another tool. */
const KNOWN_HEADS: readonly (readonly [number, string, string])[] = [
  [0, '\x89PNG', 'a PNG picture'],
  [0, '\xff\xd8\xff', 'a JPEG picture'],
  [0, '%PDF', 'a PDF document'],
  [0, 'PK\x03\x04', 'a ZIP archive'],
  [0, '\x1f\x8b', 'a gzip archive'],
  [0, 'MThd', 'a MIDI file'],
  [0, 'caff', 'a Core Audio file'],
  [0, 'wvpk', 'a WavPack file'],
  [0, 'MAC ', "a Monkey's Audio file"],
  [0, 'DSD ', 'a DSD file'],
  [0, 'FRM8', 'a DSDIFF file'],
  [0, '\x30\x26\xb2\x75', 'a Windows Media file'],
  [0, '\x1a\x45\xdf\xa3', 'a Matroska or WebM file'],
  [8, 'AVI ', 'an AVI video'],
];

/** What the first bytes of a file look like, in a few words. */
export function describeHead(head: Uint8Array): string {
  const known = KNOWN_HEADS.find(([at, text]) => spells(head, at, text));
  if (known) return known[2];
  if (head.every(byte => byte === 0)) return 'nothing but zeros';
  const first = head.subarray(0, 16);
  const isText = head.every(byte => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
  if (isText) return `text that begins "${printable(first)}"`;
  const hex = [...head.subarray(0, 8)].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
  return `bytes that begin ${hex}`;
}

function spells(head: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (head[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function printable(bytes: Uint8Array): string {
  return [...bytes]
    .map(byte => (byte >= 0x20 && byte < 0x7f && byte !== 0x22 ? String.fromCharCode(byte) : ' '))
    .join('')
    .trim();
}
