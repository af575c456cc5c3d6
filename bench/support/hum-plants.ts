/** Mains hum with everything known about it. */
import { type BenchProgramme, makeChance } from './programmes.ts';

/** What is planted. */
export interface HumPlant {
  readonly mainsHz: 50 | 60;
  /** Root mean square of the louder channel. */
  readonly levelDbfs: number;
  readonly drift: 'steady' | 'slow' | 'walk';
  /** 0 both alike, 1 left only, 2 unlike. */
  readonly channelMode: number;
  readonly harmonics: readonly { readonly number: number; readonly level: number; readonly phase: number }[];
}

/** A hum from a seed: 50 or 60 Hz, −30 … −65 dBFS, with the harmonics of a supply, a dimmer or a bare loop. */
export function drawHum(seed: number): HumPlant {
  const chance = makeChance(seed);
  const mainsHz = chance() < 0.5 ? 50 : 60;
  const levelDbfs = -30 - 35 * chance();
  const drift = (['steady', 'slow', 'walk'] as const)[Math.floor(3 * chance())]!;
  const channelMode = Math.floor(3 * chance());
  const kind = Math.floor(3 * chance());
  const count = kind === 2 ? 1 + Math.floor(3 * chance()) : 4 + Math.floor(8 * chance());
  const harmonics = Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const odd = number % 2 === 1;
    const base = kind === 0 ? (odd ? 0.4 : 1) : odd ? 1 : 0.5;
    return { number, level: (base * (0.5 + chance())) / number ** 0.8, phase: 2 * Math.PI * chance() };
  });
  return { mainsHz, levelDbfs, drift, channelMode, harmonics };
}

/** The hum alone, as long as the programme. `turnsBeyond`, if there, takes the phase beyond the mains frequency, frame by frame. */
export function renderHum(
  plant: HumPlant,
  programme: BenchProgramme,
  seed: number,
  turnsBeyond?: Float64Array,
): Float32Array[] {
  const chance = makeChance(seed + 7777);
  const { sampleRateHz, channels } = programme;
  const frameCount = channels[0]!.length;
  const offsetHz = 0.2 * (chance() - 0.5);
  const period = 40 + 80 * chance();
  const start = 2 * Math.PI * chance();
  let walk = 0;
  let walkTo = 0;
  let phase = chance();
  let beyond = 0;
  const [left, right] = [new Float32Array(frameCount), new Float32Array(frameCount)];
  const power = plant.harmonics.reduce((sum, { level }) => sum + 0.5 * level * level, 0);
  const scale = 10 ** (plant.levelDbfs / 20) / Math.sqrt(power);
  const turns = plant.harmonics.map(({ phase: p }) => p + (plant.channelMode === 2 ? 2 * chance() : 0));
  for (let n = 0; n < frameCount; n++) {
    const t = n / sampleRateHz;
    if (n % sampleRateHz === 0) walkTo = Math.max(-0.3, Math.min(0.3, walkTo + 0.03 * (chance() - 0.5)));
    walk += (walkTo - walk) / sampleRateHz;
    const hz =
      plant.drift === 'steady'
        ? offsetHz
        : plant.drift === 'slow'
          ? 0.3 * Math.sin(start + (2 * Math.PI * t) / period)
          : walk + offsetHz;
    if (turnsBeyond !== undefined) turnsBeyond[n] = beyond;
    beyond += hz / sampleRateHz;
    let l = 0;
    let r = 0;
    plant.harmonics.forEach(({ number, level, phase: p }, index) => {
      l += level * Math.cos(2 * Math.PI * number * phase + p);
      if (plant.channelMode === 2) r += 0.6 * level * Math.cos(2 * Math.PI * number * phase + turns[index]!);
    });
    phase += (plant.mainsHz + hz) / sampleRateHz;
    if (phase > 1) phase -= 1;
    left[n] = scale * l;
    right[n] = plant.channelMode === 0 ? left[n]! : plant.channelMode === 1 ? 0 : scale * r;
  }
  return channels.length === 1 ? [left] : [left, right];
}
