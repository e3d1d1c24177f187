import type { PlatformCard } from '$lib/office';
import type { PlaceLink } from '$lib/sync';

/**
 * The platforms that a link leads to: the one that it names, or all that its servers keep. Of what nobody has founded
 * yet, nothing is said.
 *
 * @throws PlatformError; OfficeError `not-a-platform` where the one that is named is none
 */
export async function cardsAt({
  servers,
  platform,
  credentials,
  inboxPrefix,
}: PlaceLink): Promise<PlatformCard[]> {
  const [{ NatsPlatform, platformsAt }, { platformCard }] = await Promise.all([
    import('$lib/sync/nats'),
    import('$lib/office'),
  ]);
  const place = { servers, credentials, inboxPrefix };
  const cardOf = async (id: string): Promise<PlatformCard | undefined> => {
    const port = new NatsPlatform({ ...place, platform: id });
    try {
      return await platformCard(port, id);
    } finally {
      await port.close();
    }
  };
  if (platform !== undefined) {
    const card = await cardOf(platform);
    return card ? [card] : [];
  }
  const ids = await platformsAt(place);
  // Somebody may have put there what is no platform.
  const cards = await Promise.all(ids.map((id) => cardOf(id).catch(() => undefined)));
  return cards.flatMap((card) => card ?? []);
}
