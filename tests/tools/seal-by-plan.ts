/** Seals a file as a plan says, with an identity at hand: what the command line and the conformance tests do. */
import path from 'node:path';
import { inspectPdf } from '../../src/lib/pdf/sign';
import { parsePlan, placementsOf, sealDocument, type SealedDocument } from '../../src/lib/sealing';
import { openFile, textFinder } from './documents';
import { drawPlanSeals } from './plan-seals';
import type { TrialIdentity } from './trial';

/**
 * @param input path of the document; it is left as it is
 * @param plan  as parsed from JSON
 * @throws PlanError; SealError; PlacementError
 */
export async function sealByPlan(
  input: string,
  plan: unknown,
  identity: TrialIdentity,
): Promise<SealedDocument> {
  const { placements, seals } = placementsOf(parsePlan(plan));
  const file = await openFile(input);
  const { pages } = await inspectPdf(file);
  const date = new Date();
  return sealDocument({
    file,
    fileName: path.basename(input),
    nameSuffix: 'sealed',
    placements,
    pictures: await drawPlanSeals(seals, identity.companyName, date),
    signer: identity.signer,
    signerName: identity.companyName,
    date,
    pages,
    findText: textFinder(file, pages),
  });
}
