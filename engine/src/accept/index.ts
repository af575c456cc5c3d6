export { accept } from './accept.ts';
