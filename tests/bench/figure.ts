/** One measured figure, printed as one JSON line. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What it was measured against in the same run. */
  against: string;
  /** What the project means to reach, e.g. `<= 0.1`. */
  target: string;
}
