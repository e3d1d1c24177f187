import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPANY_NAME_RULES, readCompanyName } from './company-name';

describe("a company's name", () => {
  it.each([
    ['  云溪测试有限公司\u3000', '云溪测试有限公司'],
    ['云溪(北京)科技有限公司', '云溪（北京）科技有限公司'],
    ['云溪 （北京） 科技', '云溪（北京）科技'],
    ['\uff21\uff22\uff23科技\uff11\uff12有限公司', 'ABC科技12有限公司'],
    ['Cloud  Creek\u00a0Co., Ltd. (Beijing)', 'Cloud Creek Co., Ltd. (Beijing)'],
    ['Cafe\u0301 中国', 'Café 中国'],
    ['\ufeff云溪\u200b测试\u200e公司', '云溪测试公司'],
    ['𠮷野家𬭊', '𠮷野家𬭊'],
    ['葛\u{e0100}城公司', '葛\u{e0100}城公司'],
    ['内蒙古·阿拉善左旗公司', '内蒙古·阿拉善左旗公司'],
  ])('%j is written %j', (typed, name) => {
    expect(readCompanyName(typed)).toEqual({ name });
  });

  it.each([
    ['', 'too-short'],
    ['  ', 'too-short'],
    ['云', 'too-short'],
    ['12345', 'too-short'],
    ['（）', 'too-short'],
    ['云'.repeat(61), 'too-long'],
    ['云溪\n公司', 'characters'],
    ['云溪\u0000公司', 'characters'],
    ['云溪<公司>', 'characters'],
    ['云溪公司☺', 'characters'],
    ['云溪\ue000公司', 'characters'],
    ['云溪\ud800公司', 'characters'],
  ])('%j is refused: %s', (typed, problem) => {
    expect(readCompanyName(typed)).toMatchObject({ problem });
  });

  it('names the characters that do not belong', () => {
    expect(readCompanyName('云<溪>公<司')).toEqual({ problem: 'characters', characters: ['<', '>'] });
  });

  it('has one form: reading it again changes nothing', () => {
    const typed = fc.string({
      unit: fc.constantFrom(...'云溪（）() ＡａAz1１·é\u0301\u3000,，'),
      minLength: 2,
      maxLength: COMPANY_NAME_RULES.maxLength,
    });
    fc.assert(
      fc.property(typed, (text) => {
        const read = readCompanyName(text);
        if ('name' in read) expect(readCompanyName(read.name)).toEqual(read);
      }),
    );
  });
});
