/** Lifts the print of a scanned or photographed seal off its paper. */
export { cleanScan, type CleanedScan, type CleanOptions } from './clean';
export type { Ink } from './ink';
