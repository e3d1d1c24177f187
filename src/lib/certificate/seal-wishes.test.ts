import { describe, expect, it } from 'vitest';
import { utf8 } from '../keys';
import { newDesign, type SealDesign } from '../seal';
import { MAX_SEALS, readSealWishes, writeSealWishes, type SealWish } from './seal-wishes';

const companyName = '湖南测试建设有限公司';
const wish = (kind: SealDesign['kind']): SealWish => ({
  name: kind,
  design: newDesign(kind, { companyName }),
});
const refused = (code: string) => expect.objectContaining({ name: 'EnrolmentError', code });

describe('wishes for seals', () => {
  it('arrive as they were written', () => {
    const raster = { widthPx: 3, heightPx: 2, rgba: new Uint8Array(24).map((_, index) => index) };
    const wishes = [
      ...(['round', 'contract', 'finance', 'invoice'] as const).map(wish),
      { ...wish('scan'), raster },
    ];
    expect(readSealWishes(writeSealWishes(wishes, companyName), companyName)).toEqual(wishes);
  });

  it("bear the company's name", () => {
    const wishes = [wish('round'), { name: '章', design: newDesign('invoice', { companyName: '别的公司' }) }];
    expect(() => writeSealWishes(wishes, companyName)).toThrow(refused('seal-name'));
    const forged = writeSealWishes([wish('round')], companyName);
    expect(() => readSealWishes(forged, '别的公司')).toThrow(refused('seal-name'));
  });

  it("a representative's seal bears a person's name", () => {
    const design = { ...newDesign('legal-representative', { companyName }), name: '张三' };
    expect(() => writeSealWishes([{ name: '法人章', design }], companyName)).not.toThrow();
  });

  it('are ten at most', () => {
    const wishes = Array.from({ length: MAX_SEALS + 1 }, () => wish('round'));
    expect(() => writeSealWishes(wishes, companyName)).toThrow(refused('too-many-seals'));
  });

  it.each([
    '',
    '{}',
    '{"seals":[]}',
    '{"seals":[{"name":"章","design":{"kind":"round"}}]}',
    '{"seals":[{"name":"章","design":{"kind":"scan","widthMm":40,"heightMm":40}}]}',
    '{"seals":[{"name":"章","design":{"kind":"scan","widthMm":40,"heightMm":40},"raster":{"widthPx":9,"heightPx":9,"zlib":"eJwDAAAAAAE"}}]}',
  ])('are not %j', (text) => {
    expect(() => readSealWishes(utf8(text), companyName)).toThrow(refused('damaged'));
  });
});
