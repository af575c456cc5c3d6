export { measureDamageTask } from './damage.ts';
export { gradeDamageTask } from './grade-damage.ts';
export * from './verdict.ts';
export { digestOf, type Verified, type VerifyOrder, verify } from './verify.ts';
