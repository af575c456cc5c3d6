import { say } from '../../units/words.ts';

/** Names of two channels. */
export const SIDES: readonly string[] = ['left', 'right'];

/** A time in a programme: '1:32'. */
export function sayTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const rest = whole % 60;
  return `${Math.floor(whole / 60)}:${rest < 10 ? '0' : ''}${rest}`;
}

/** A short time: '2.3 ms'. */
export function sayMilliseconds(seconds: number): string {
  const milliseconds = 1000 * Math.abs(seconds);
  return say(milliseconds, 'ms', milliseconds < 1 ? 2 : 1);
}

/** A frequency where tenths of a kilohertz matter: '16.4 kHz'. */
export function sayKilohertz(frequencyHz: number): string {
  return say(frequencyHz / 1000, 'kHz', 1);
}
