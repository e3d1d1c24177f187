/** A tender with companies that bid, to test its opening with: real certificates, envelopes, shares and records. */
import { generateSigningKey, randomBytes, signBytes } from '../../keys';
import { encodeBase64url, type AuthorId, type RecordId } from '../../ledger';
import {
  createRequest,
  describeCertificate,
  issueCompany,
  issueIntermediate,
  issueRoot,
  type Issuer,
  type Signer,
} from '../../pki';
import { blobIdOf, type BlobId } from '../../sync';
import { makeOpeningKey, openShare, sealEnvelope, type BidBody } from '../secrecy';
import type { Tender } from '../state';
import { HOUR, idOf, NOW, World } from '../testing';
import { openTender } from './open-tender';

const YEAR = 365 * 24 * HOUR;
const CODES = ['91350100M000100Y43', '91430600MA4L16JJ05', '91430600MA4L4KXB8A'];

async function newSigner(): Promise<Signer> {
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  return { algorithm: 'p256', spki, sign: (data) => signBytes(privateKey, data) };
}

/** A company with the certificate that it signs with now. */
export interface Company {
  supplier: RecordId;
  name: string;
  code: string;
  signer: Signer;
  certificate: Uint8Array;
}

export class Hall {
  readonly files = new Map<BlobId, Blob>();
  companies: Company[] = [];
  tender!: RecordId;

  private constructor(
    readonly world: World,
    readonly issuer: Issuer,
  ) {}

  /** A tender whose opening needs two of three; three companies with certificates. */
  static async open(): Promise<Hall> {
    const world = await World.open();
    const [rootSigner, signer] = [await newSigner(), await newSigner()];
    const notBefore = new Date(NOW - 2 * YEAR);
    const root = await issueRoot({ name: '根 CA', signer: rootSigner, notBefore, years: 20 });
    const ca = await issueIntermediate({
      ...{ name: '签发 CA', spki: signer.spki, notBefore, years: 10 },
      issuer: { certificate: root, signer: rootSigner },
    });
    const { founded, suppliers } = world.fold.state;
    Object.assign(founded!, { root, issuers: new Map([[world.administrator.id, ca]]), formerIssuers: [] });
    const hall = new Hall(world, { certificate: ca, signer });
    for (const [n, supplier] of [...suppliers.values()].entries()) {
      supplier.approved!.profile.creditCode = CODES[n]!;
      supplier.reviews.push({ submission: supplier.id, by: world.administrator.id, at: NOW });
      const { companyName: name } = supplier.approved!.profile;
      hall.companies.push(await hall.certified({ supplier: supplier.id, name, code: CODES[n]! }));
    }
    hall.tender = await hall.publish('YX-2026-001');
    return hall;
  }

  async publish(number: string): Promise<RecordId> {
    const { world } = this;
    const committee = world.experts.map(({ id: author, recipient }) => ({ author, recipient }));
    const opening = await makeOpeningKey(number, 2, committee);
    const { writer } = world.administrator;
    return writer.write('tender.published', world.notice({ number, opening }));
  }

  get state() {
    return this.world.fold.state;
  }

  tenderOf(id = this.tender): Tender {
    return this.world.tender(id);
  }

  /** A new certificate of a company, which the platform's records know. */
  async certified(
    company: Pick<Company, 'supplier' | 'name' | 'code'>,
    o: { notBefore?: number; issuer?: Issuer } = {},
  ): Promise<Company> {
    const signer = await newSigner();
    const subject = { companyName: company.name, creditCode: company.code, platformName: '平台' };
    const request = await createRequest({ subject, signer });
    const { notBefore = NOW - HOUR, issuer = this.issuer } = o;
    const certificate = await issueCompany({ request, issuer, notBefore: new Date(notBefore), years: 1 });
    const info = describeCertificate(certificate);
    this.state.certificates.set(info.serialNumber, {
      ...{ serial: info.serialNumber, order: idOf('order'), enterprise: idOf(company.code) },
      ...{ person: this.world.devices[0]!.id, certificate, issuer: issuer.certificate, seals: [] },
      ...{ notBefore: info.notBefore.getTime(), notAfter: info.notAfter.getTime() },
      ...{ issuedBy: this.world.administrator.id, issuedAt: notBefore },
    });
    const { supplier, name, code } = company;
    return { supplier, name, code, signer, certificate };
  }

  entryOf({ certificate }: Company) {
    return this.state.certificates.get(describeCertificate(certificate).serialNumber)!;
  }

  revoke(company: Company, at: number, recordedAt = at): void {
    const by = this.world.administrator.id;
    this.entryOf(company).revoked = { at, reason: 'keyCompromise', note: '遗失', by, recordedAt };
  }

  /** A company sends an envelope. @returns its record */
  async send(company: Company, over: Partial<BidBody> = {}, tender = this.tender): Promise<RecordId> {
    const once = await this.world.stranger();
    const body = { ...bodyOf(company, tender, once.id), ...over };
    const sealed = await sealEnvelope(this.tenderOf(tender).opening.recipient, body, company.signer);
    const blob = new Blob([sealed as Uint8Array<ArrayBuffer>]);
    return this.deliver(once.writer.write, await this.keep(blob), blob.size, tender);
  }

  async keep(blob: Blob): Promise<BlobId> {
    const id = await blobIdOf(blob);
    this.files.set(id, blob);
    return id;
  }

  deliver(
    write: (kind: string, body: unknown) => Promise<RecordId>,
    blob: BlobId,
    bytes: number,
    tender = this.tender,
  ): Promise<RecordId> {
    return write('bid.enveloped', { tender, blob, bytes });
  }

  /** So many members of the committee publish their shares, after the deadline. */
  async gather(members = 2, tender = this.tender): Promise<void> {
    const { number, opening, schedule } = this.tenderOf(tender);
    this.world.now = Math.max(this.world.now, schedule.opensAt);
    for (const { id, key, writer } of this.world.experts.slice(0, members)) {
      const own = opening.committee.find(({ author }) => author === id)!;
      const share = await openShare(number, own, key);
      await writer.write('opening.share-published', { tender, share });
    }
  }

  options(tender = this.tender) {
    const file = (id: BlobId): Promise<Blob> => {
      const found = this.files.get(id);
      return found ? Promise.resolve(found) : Promise.reject(lost('not-found'));
    };
    return { state: this.state, tender, file };
  }

  /** What becomes of each envelope: the status, or why it is none. */
  async fates(tender = this.tender): Promise<string[]> {
    const { bids } = await openTender(this.options(tender));
    return bids.map(({ status, reason }) => reason ?? status);
  }

  /** The administrator records the opening. @returns what becomes of the record */
  record(bids: unknown, tender = this.tender): Promise<string> {
    const body = { tender, blob: idOf('record'), bids };
    return this.world.tell(this.world.administrator, 'opening.recorded', body);
  }
}

export const lost = (code: string) => Object.assign(new Error(code), { code });

export const junk = () => new Blob([randomBytes(99) as Uint8Array<ArrayBuffer>]);

function bodyOf(company: Company, tender: RecordId, envelopeAuthor: AuthorId): BidBody {
  const { supplier, name, code, certificate } = company;
  return {
    ...{ version: 1, tender, envelopeAuthor, action: 'bid', madeAt: NOW },
    ...{ supplier, company: name, creditCode: code, totalFen: 1_234_500, delivery: '30 天' },
    ...{ table: '{}', files: [], fileKeys: '', certificate: encodeBase64url(certificate) },
  };
}
