/** Honest files of many kinds, made on the spot by the programs that make such files. */
import { sealPdf } from '../../src/lib/pdf/sign';
import type { SignatureLevel } from '../../src/lib/pdf/verify';
import type { SealPicture } from '../../src/lib/seal';
import { throwawayIdentity, type TrialIdentity } from '../tools/trial';
import { appendSignature, appendText, appendValidationData } from './append';
import { Authority } from './authority';
import { fieldNumber, newDocument, Signers } from './signers';
import { scratch } from './verifiers';

/** mupdf 1.21 hashes with SHA-1, and leaves the issuing certificate out: both are told, and neither is the file's fault. */
const BY_MUPDF = { verdict: 'valid-untrusted', problems: ['weak-algorithm', 'untrusted-root'] } as const;

export interface HonestFile {
  name: string;
  bytes: Uint8Array;
  /** `valid` where nothing is said; else what is told of one of the signatures */
  expected?: typeof BY_MUPDF;
  /** of the first signature, where the file is made to have it */
  level?: SignatureLevel;
  /** certified for nothing but forms: a seal in a new place is no permitted change */
  isCertified?: boolean;
}

const PICTURE: SealPicture = {
  widthMm: 40,
  heightMm: 40,
  paths: [{ commands: [['M', 1, 1], ['L', 39, 1], ['L', 39, 39], ['Z']], fill: '#c8102e' }],
};

/** Everything that signs, and the roots to which it all leads. */
export class Workshop {
  private constructor(
    readonly authority: Authority,
    readonly signers: Signers,
    readonly companies: readonly [TrialIdentity, TrialIdentity],
    /** DER */
    readonly roots: Uint8Array[],
    readonly remove: () => Promise<void>,
  ) {}

  static async open(): Promise<Workshop> {
    const place = await scratch();
    const authority = await Authority.create(place.dir);
    const companies = [
      await throwawayIdentity(),
      await throwawayIdentity({ companyName: '洞庭招标代理有限公司', algorithm: 'rsa2048' }),
    ] as const;
    const roots = [await authority.certificate('root'), ...companies.map(({ root }) => root)];
    return new Workshop(authority, new Signers(authority), companies, roots, place.remove);
  }

  /** Our own seal by one of the companies: on both pages, or on some. */
  async seal(input: Uint8Array, company: 0 | 1 = 0, pages: readonly number[] = [0, 1]): Promise<Uint8Array> {
    const identity = this.companies[company];
    const { blob } = await sealPdf(new Blob([new Uint8Array(input)]), {
      stamps: pages.map((pageIndex) => ({
        ...{ placementId: 'one', sealId: 'round', pageIndex, xMm: 20 + 50 * company, yMm: 30 },
        ...{ widthMm: 40, heightMm: 40 },
      })),
      pictures: new Map([['round', PICTURE]]),
      signer: identity.signer,
      signerName: identity.companyName,
      signingTime: new Date(),
    });
    return new Uint8Array(await blob.arrayBuffer());
  }

  /** Signed by OpenSSL's CMS in an update of ours. */
  cms(
    input: Uint8Array,
    field: string,
    who: 'rsa' | 'p256' | 'second',
    ...options: string[]
  ): Promise<Uint8Array> {
    const subFilter = options.includes('-cades') ? 'ETSI.CAdES.detached' : 'adbe.pkcs7.detached';
    const sign = (content: Uint8Array) => this.authority.sign(content, { who, options });
    return appendSignature(input, { subFilter, field, sign });
  }

  /** The same as certification, which says what may change. */
  certify(input: Uint8Array, field: string, certifies: 1 | 2 | 3): Promise<Uint8Array> {
    const sign = (content: Uint8Array) =>
      this.authority.sign(content, { who: 'second', options: ['-cades'] });
    return appendSignature(input, { subFilter: 'ETSI.CAdES.detached', field, certifies, sign });
  }

  /** A document timestamp by OpenSSL. */
  timestamp(input: Uint8Array, field: string, digest = 'sha256'): Promise<Uint8Array> {
    const sign = (content: Uint8Array) => this.authority.timestamp(content, digest);
    return appendSignature(input, { subFilter: 'ETSI.RFC3161', field, sign });
  }

  async validationData(input: Uint8Array): Promise<Uint8Array> {
    const { authority } = this;
    return appendValidationData(input, {
      certificates: [await authority.certificate('authority'), await authority.certificate('root')],
      crls: [await authority.crl('authority'), await authority.crl('root')],
      ocsps: [await authority.ocsp('rsa'), await authority.ocsp('p256')],
    });
  }
}

/** The files, each signed at least once. */
export async function honestFiles(shop: Workshop): Promise<HonestFile[]> {
  const { signers } = shop;
  const plain = await newDocument();
  const dense = await newDocument({ objectStreams: true });
  const files: HonestFile[] = [];
  const add = async (
    name: string,
    made: Promise<Uint8Array>,
    further: Partial<HonestFile> = {},
  ): Promise<Uint8Array> => {
    const bytes = await made;
    files.push({ name, bytes, ...further });
    return bytes;
  };

  const ours = await add('ours', shop.seal(plain), { level: 'B-B' });
  await add('ours in object streams', shop.seal(dense));
  await add('ours twice', shop.seal(ours, 1));
  await add(
    'ours linearized',
    signers.qpdf(plain, '--linearize').then((file) => shop.seal(file)),
  );
  const crypt = ['--encrypt', '', 'owner', '256', '--'];
  await add(
    'ours encrypted',
    signers.qpdf(plain, ...crypt).then((file) => shop.seal(file, 1)),
  );

  const poppler = await add('poppler', signers.poppler(plain, 'p1'));
  await add('poppler twice', signers.poppler(poppler, 'p2'));
  await add('poppler in a field, CAdES', signers.popplerInField(plain, 'empty'));
  await add('poppler over ours', signers.poppler(ours, 'p1'));
  const linear = await signers.qpdf(dense, '--linearize', '--object-streams=generate');
  await add('poppler, linearized by qpdf', signers.poppler(linear, 'p1'));

  const mupdf = await add('mupdf', signers.mupdf(plain, fieldNumber(plain)), { expected: BY_MUPDF });
  await add('mupdf over poppler', signers.mupdf(poppler, fieldNumber(plain)), { expected: BY_MUPDF });
  await add('poppler over mupdf', signers.poppler(mupdf, 'p1'), { expected: BY_MUPDF });
  await add('ours, filled by mupdf', signers.mupdfFill(ours, 'Li Na'));

  const libpdf = await add('libpdf B-B', signers.libpdf(plain, 'B-B', 'l1'), { level: 'B-B' });
  await add('libpdf B-T', signers.libpdf(plain, 'B-T', 'l1'), { level: 'B-T' });
  await add('libpdf twice', signers.libpdf(libpdf, 'B-T', 'l2'));
  await add('libpdf B-LT', signers.libpdf(dense, 'B-LT', 'l1'), { level: 'B-LT' });
  await add('libpdf B-LTA', signers.libpdf(plain, 'B-LTA', 'l1'), { level: 'B-LTA' });
  await add('libpdf over ours', signers.libpdf(ours, 'B-T', 'l1'));
  await add('libpdf, filled by itself', signers.libpdfFill(libpdf, { name: 'Li Na', agreed: true }));

  const cms = await add('openssl', shop.cms(plain, 'o1', 'rsa'), { level: 'basic' });
  await add('openssl without attributes', shop.cms(plain, 'o1', 'p256', '-noattr'));
  const pss = ['-keyopt', 'rsa_padding_mode:pss', '-md', 'sha512'];
  await add('openssl RSA-PSS', shop.cms(cms, 'o2', 'rsa', ...pss));
  const cades = await add('openssl CAdES', shop.cms(cms, 'o2', 'p256', '-cades', '-md', 'sha384'));
  await add('openssl by key identifier', shop.cms(dense, 'o1', 'second', '-keyid'));
  await add('openssl over ours', shop.cms(ours, 'o1', 'second', '-cades'));
  await add('openssl, form filled', appendText(cms, 'name', 'Li Na'));
  await add('openssl, timestamped', shop.timestamp(cades, 't1'));
  const lasting = await add('openssl, validation data', shop.validationData(cades));
  const archived = await add('openssl, archived', shop.timestamp(lasting, 't1', 'sha512'));
  await add(
    'openssl, archived again',
    shop.validationData(archived).then((file) => shop.timestamp(file, 't2')),
  );

  const isCertified = true;
  await add('certified', shop.certify(plain, 'c1', 1), { isCertified });
  const fillable = await add('certified for forms', shop.certify(plain, 'c1', 2), { isCertified });
  const filled = await add('certified, filled', signers.mupdfFill(fillable, 'Li Na'), { isCertified });
  await add('certified, filled, signed', shop.cms(filled, 'o1', 'rsa'), { isCertified });
  const open = await add('certified for comments', shop.certify(plain, 'c1', 3));
  await add('certified, commented', signers.mupdfComment(open, 'Looked at'));
  await add('ours, titled', signers.libpdfTitle(ours, 'Tender'));
  return files;
}
