import { describe, expect, it } from 'vitest';
import type { SealPath, SealPicture } from '../../seal';
import { drawPicture } from './drawing';

const triangle: SealPath['commands'] = [['M', 0, 0], ['L', 40, 0], ['C', 1, 2, 3, 4, 5.00004, 6], ['Z']];

function drawing(...paths: SealPath[]) {
  const picture: SealPicture = { widthMm: 40, heightMm: 20, paths };
  return drawPicture(picture);
}

describe('a seal as PDF operators', () => {
  it('has its true size and y downwards', () => {
    const { widthPt, heightPt, content } = drawing();
    expect(widthPt).toBeCloseTo(113.386, 3);
    expect(heightPt).toBeCloseTo(56.693, 3);
    expect(content).toContain('2.834646 0 0 -2.834646 0 56.6929 cm');
  });

  it('draws lines and curves, closes, and paints by the rule', () => {
    const { content } = drawing({ commands: triangle, fill: '#ff0080', rule: 'evenodd' });
    expect(content).toContain('1 0 0.502 rg');
    expect(content).toContain('0 0 m 40 0 l 1 2 3 4 5 6 c h');
    expect(content).toMatch(/\nf\*\nQ$/);
  });

  it.each([
    [{ fill: '#000000', stroke: { color: '#000000', widthMm: 1.2 } }, 'B'],
    [{ stroke: { color: '#000000', widthMm: 1.2 } }, 'S'],
    [{ fill: '#000000' }, 'f'],
  ])('paints %j with %s', (paint, operator) => {
    expect(
      drawing({ commands: triangle, ...paint })
        .content.split('\n')
        .at(-2),
    ).toBe(operator);
  });

  it('leaves out what paints nothing, and names each opacity once', () => {
    expect(drawing({ commands: triangle }).content).not.toContain(' m ');
    const faint = { commands: triangle, fill: '#000000', opacity: 0.5 };
    const { alphas, content } = drawing(faint, faint);
    expect(alphas).toEqual([0.5]);
    expect(content.match(/\/A0 gs/g)).toHaveLength(2);
  });
});
