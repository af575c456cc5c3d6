import { bell, filterAll } from './filters.ts';
import { bass, hat, kick, lead, type Note, pad, snare } from './instruments.ts';
import { makeTrack, mixInto, place, room, type Track } from './mixer.ts';
import { makeRandom } from './random.ts';

/** "First Light": a minute of song, mixed in a bedroom on headphones. */

const BEATS_PER_MINUTE = 100;
const BEAT_SECONDS = 60 / BEATS_PER_MINUTE;
const BAR_SECONDS = 4 * BEAT_SECONDS;

/** D minor, B flat, F, C: root of the bass and the notes of the pad. */
const CHORDS = [
  { root: 38, notes: [57, 62, 65] },
  { root: 34, notes: [58, 62, 65] },
  { root: 41, notes: [57, 60, 65] },
  { root: 36, notes: [55, 60, 64] },
] as const;

/** Beat within four bars, note, beats. */
const VERSE_LINE = [
  [0, 69, 1.5],
  [2, 72, 1],
  [3, 74, 1],
  [4, 70, 2],
  [7, 69, 1],
  [8, 72, 1.5],
  [10, 69, 1.5],
  [12, 67, 3],
] as const;
const CHORUS_LINE = [
  [0, 81, 1],
  [1, 79, 0.5],
  [1.5, 77, 1.5],
  [3.5, 77, 0.5],
  [4, 77, 1.5],
  [6, 74, 1.5],
  [8, 84, 1],
  [9, 81, 1],
  [10, 79, 1.5],
  [12, 76, 1.5],
  [14, 79, 1.5],
] as const;

/** Beat within the bar, beats. */
const BASS_RHYTHM = [
  [0, 1.5],
  [1.5, 1],
  [2.5, 0.5],
  [3, 1],
] as const;
const LONG_NOTE = [[0, 4]] as const;

const PARTS = [
  { name: 'intro', bars: 4 },
  { name: 'verse', bars: 8 },
  { name: 'chorus', bars: 8 },
  { name: 'outro', bars: 4 },
] as const;

type PartName = (typeof PARTS)[number]['name'];

interface Band {
  readonly drums: Track;
  readonly bass: Track;
  readonly pads: Track;
  readonly lead: Track;
}

/** Renders the rough mix. @returns stereo, ±1 full scale, peaks near −12 dBFS */
export function renderFirstLight(rate: number): Track {
  const bars = PARTS.reduce((sum, part) => sum + part.bars, 0);
  const frameCount = Math.round((bars + 1) * BAR_SECONDS * rate);
  const band: Band = {
    drums: makeTrack(frameCount),
    bass: makeTrack(frameCount),
    pads: makeTrack(frameCount),
    lead: makeTrack(frameCount),
  };
  let bar = 0;
  for (const part of PARTS) {
    for (let index = 0; index < part.bars; index++) playBar(band, part.name, bar++, index, rate);
  }
  return mixDown(band, rate);
}

function playBar(band: Band, part: PartName, bar: number, indexInPart: number, rate: number): void {
  const at = (beat: number) => Math.round((bar * BAR_SECONDS + beat * BEAT_SECONDS) * rate);
  const chord = CHORDS[bar % CHORDS.length]!;
  playPad(band.pads, chord.notes, at(0), part, rate);
  if (part !== 'intro') playBass(band.bass, chord.root, at, part, rate);
  playDrums(band.drums, at, part, bar, rate);
  if (part === 'verse' && indexInPart >= 4) playLine(band.lead, VERSE_LINE, indexInPart % 4, at, 0.5, rate);
  if (part === 'chorus') playLine(band.lead, CHORUS_LINE, indexInPart % 4, at, 1, rate);
}

function playPad(track: Track, notes: readonly number[], start: number, part: PartName, rate: number): void {
  const gain = part === 'chorus' ? 0.075 : 0.055;
  for (const [index, midi] of notes.entries()) {
    for (const [cents, pan] of [
      [-7, -0.8],
      [0, 0],
      [7, 0.8],
    ] as const) {
      place(track, pad(midi, BAR_SECONDS + 0.2, cents + index, rate), start, gain, pan);
    }
  }
}

/** The first fault: the bass is doubled, detuned and panned wide. */
function playBass(
  track: Track,
  root: number,
  at: (beat: number) => number,
  part: PartName,
  rate: number,
): void {
  const rhythm = part === 'outro' ? LONG_NOTE : BASS_RHYTHM;
  for (const [beat, beats] of rhythm) {
    for (const [cents, pan] of [
      [-9, -0.9],
      [9, 0.9],
    ] as const) {
      place(track, bass(root, beats * BEAT_SECONDS, cents, rate), at(beat), 0.26, pan);
    }
  }
}

function playDrums(
  track: Track,
  at: (beat: number) => number,
  part: PartName,
  bar: number,
  rate: number,
): void {
  const random = makeRandom(1000 + bar);
  const hit = (note: Note, beat: number, gain: number, pan: number) =>
    place(track, note, at(beat), gain, pan);
  for (let eighth = 0; eighth < 8; eighth++) {
    const isOpen = part === 'chorus' && eighth % 4 === 3;
    hit(hat(rate, random, isOpen), eighth / 2, (eighth % 2 === 0 ? 0.5 : 0.32) * (0.9 + 0.2 * random()), 0.3);
  }
  if (part === 'intro') return;
  for (const beat of part === 'chorus' ? [0, 1, 2, 2.5, 3] : [0, 2.5]) hit(kick(rate, random), beat, 0.85, 0);
  if (part !== 'outro') for (const beat of [1, 3]) hit(snare(rate, random), beat, 0.75, -0.05);
}

function playLine(
  track: Track,
  line: readonly (readonly [number, number, number])[],
  barInPhrase: number,
  at: (beat: number) => number,
  gain: number,
  rate: number,
): void {
  for (const [beat, midi, beats] of line) {
    if (Math.floor(beat / 4) !== barInPhrase) continue;
    place(track, lead(midi, beats * BEAT_SECONDS, rate), at(beat % 4), 0.26 * gain, 0.1);
  }
}

/** The other faults: a lead that bites at 3.4 kHz, a boom at 110 Hz, and everything far too quiet. */
function mixDown(band: Band, rate: number): Track {
  for (const side of [band.lead.left, band.lead.right]) filterAll(side, bell(3400, 13, 1.2, rate));
  const mix = makeTrack(band.drums.left.length);
  for (const track of [band.drums, band.bass, band.pads, band.lead]) mixInto(mix, track, 1);
  for (const dry of [band.pads, band.lead, band.drums])
    mixInto(mix, room(dry, 1.1, rate), dry === band.drums ? 0.05 : 0.18);
  for (const side of [mix.left, mix.right]) filterAll(side, bell(105, 9, 1.1, rate));
  const peak = [mix.left, mix.right].reduce(
    (max, side) => side.reduce((a, b) => Math.max(a, Math.abs(b)), max),
    0,
  );
  const level = 10 ** (-9 / 20) / peak;
  return { left: mix.left.map(x => level * x), right: mix.right.map(x => level * x) };
}
