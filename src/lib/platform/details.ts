import * as v from 'valibot';
import { fields } from './fields';
import { type PlatformDetails } from './state';

/** Divisions of the first level, by which platforms are chosen (GB/T 2260). */
export const PROVINCES = [
  ...[
    '北京市',
    '天津市',
    '河北省',
    '山西省',
    '内蒙古自治区',
    '辽宁省',
    '吉林省',
    '黑龙江省',
    '上海市',
    '江苏省',
  ],
  ...['浙江省', '安徽省', '福建省', '江西省', '山东省', '河南省', '湖北省', '湖南省', '广东省'],
  ...['广西壮族自治区', '海南省', '重庆市', '四川省', '贵州省', '云南省', '西藏自治区', '陕西省', '甘肃省'],
  ...['青海省', '宁夏回族自治区', '新疆维吾尔自治区', '台湾省', '香港特别行政区', '澳门特别行政区'],
] as const;

/** Characters of a platform's name: its authorities' names, of 64 at most, begin with it. */
const MAX_NAME = 48;

const MAX_CATEGORIES = 200;

const category = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,32}$/)),
  name: fields.text(40),
});

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

const { fen } = fields;

/** Each of the details by itself: forms check field by field. */
export const detailFields = {
  name: fields.text(MAX_NAME, 2),
  province: v.picklist(PROVINCES as readonly string[]),
  organiser: fields.text(64, 2),
  fees: v.strictObject({ 1: fen, 2: fen, 3: fen, 5: fen }),
  bank: v.strictObject({
    holder: fields.text(64, 2),
    number: v.pipe(v.string(), v.regex(/^[0-9]{8,30}$/)),
    bank: fields.text(64, 2),
  }),
  support: v.strictObject({
    phone: v.pipe(v.string(), v.regex(/^(?=.{5,20}$)\+?[0-9]+(?:-[0-9]+)*$/)),
    qq: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{4,11}$/))),
    email: v.optional(fields.email),
  }),
  categories: v.pipe(
    v.array(category),
    v.minLength(1),
    v.maxLength(MAX_CATEGORIES),
    v.check((categories) => unique(categories.map(({ id }) => id))),
    v.check((categories) => unique(categories.map(({ name }) => name))),
  ),
};

/** Everything that an administrator sets. */
export const platformDetails: v.GenericSchema<unknown, PlatformDetails> = v.strictObject(detailFields);
