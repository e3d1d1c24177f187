import { describe, expect, it } from 'vitest';
import { backOffMs } from './back-off';

describe('the wait after failures', () => {
  it('doubles up to five minutes', () => {
    const seconds = [1, 2, 3, 4, 8, 9, 10, 11, 1000].map((failures) => backOffMs(failures, 0) / 1000);
    expect(seconds).toEqual([1, 2, 4, 8, 128, 256, 300, 300, 300]);
  });

  it('is shorter by up to half, by chance', () => {
    expect([0, 0.5, 1].map((random) => backOffMs(3, random))).toEqual([4000, 3000, 2000]);
  });
});
