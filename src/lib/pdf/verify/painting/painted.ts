import type { Rect } from '../../syntax';
import { TooComplex } from '../too-complex';
import type { Colour } from './graphics-state';

/** What content paints in a place. */
export interface Painted {
  kind: 'text' | 'image' | 'form' | 'fill' | 'stroke';
  /** an upright box around it, in the space that `matrix` leads to */
  box: Rect;
  /** what is below cannot be seen through it */
  hides: boolean;
  colour: Colour;
  /** of a stroke along level and upright lines: what the pen makes of each, which is all that it paints */
  lines?: readonly Rect[];
  /** it goes once around an upright rectangle */
  isFrame?: true;
}

/** Ink that is multiplied with the page hides it where it is nearly black. */
const DARK = 0.35;

/** Of patterns it cannot be told: they may be black. */
export function isDark(colour: Colour): boolean {
  return colour === undefined || Math.max(...colour) < DARK;
}

/** How much content may be gone through: readers draw a page of this size in some seconds. */
const OF_ONE = { operators: 500_000, bytes: 32 << 20, runs: 10_000 };
/** The same for everything that is looked at in one revision. */
const OF_ALL = { operators: 20_000_000, bytes: 512 << 20, runs: 200_000 };

/** What is left of the work that hostile content may cause. */
export class Effort {
  #left: typeof OF_ONE;
  readonly #whole: Effort | undefined;

  private constructor(left: typeof OF_ONE, whole: Effort | undefined) {
    this.#left = { ...left };
    this.#whole = whole;
  }

  static forAll(): Effort {
    return new Effort(OF_ALL, undefined);
  }

  /** For one content stream and what it draws, out of a larger whole. */
  static forOne(whole?: Effort): Effort {
    return new Effort(OF_ONE, whole);
  }

  /** @throws TooComplex */
  spend(kind: keyof typeof OF_ONE, amount: number): void {
    this.#left[kind] -= amount;
    if (this.#left[kind] < 0) throw new TooComplex();
    this.#whole?.spend(kind, amount);
  }
}
