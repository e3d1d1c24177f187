import { describe, expect, it } from 'vitest';
import { charactersOf, lettersOf } from './lettering';
import { glyphs } from './testing';

describe('the characters of a seal', () => {
  it('are counted as people count them, outside the basic plane too', () => {
    expect(charactersOf('云𠀀溪')).toEqual(['云', '𠀀', '溪']);
  });

  it('have no variation selectors', () => {
    expect(charactersOf('葛\u{E0100}城\uFE00')).toEqual(['葛', '城']);
  });

  it('have one form of brackets', () => {
    expect(charactersOf('云溪(上海)有限公司').join('')).toBe('云溪（上海）有限公司');
  });

  it('have nothing invisible about them', () => {
    expect(charactersOf(' 云\u200B溪\uFEFF\n').join('')).toBe('云溪');
  });

  it('are found in the face where it has them, extension B included', async () => {
    const letters = await lettersOf('𠃌', glyphs);
    expect(letters[0]!.glyph.contours.length).toBeGreaterThan(0);
  });

  it('name all that the face lacks', async () => {
    await expect(lettersOf('云\u{2A6D6}溪\u{2A6D0}\u{2A6D6}', glyphs)).rejects.toMatchObject({
      code: 'missing-glyph',
      detail: { characters: '\u{2A6D6}\u{2A6D0}' },
    });
  });

  it('are drawn in their unified form where only a compatibility form lacks', async () => {
    const [letter] = await lettersOf('\u{2F800}', glyphs);
    expect(letter!.glyph).toBe((await lettersOf('丽', glyphs))[0]!.glyph);
  });

  it('give a bracket about half the width of an ideograph', async () => {
    const [open, ideograph] = await lettersOf('（云', glyphs);
    expect(ideograph!.widthEm).toBe(1);
    expect(open!.widthEm).toBeGreaterThan(0.3);
    expect(open!.widthEm).toBeLessThan(0.5);
  });
});
