/** What runs in the page and tells what it was let do. Each travels as text and sees nothing but the page. */

/**
 * Has names looked up in every way that a page's policy has no word about, as far as the page finds one, and says
 * `namesAsked` in the window: the driver loses its hold of a page that makes a frame while it waits.
 */
export function askForNames(): void {
  for (const rel of ['dns-prefetch', 'preconnect', 'prefetch']) {
    const href = `https://${rel}.leak.invalid/`;
    document.head.append(Object.assign(document.createElement('link'), { rel, href }));
  }
  const callFrom = async (whose: string, { RTCPeerConnection: Peer }: typeof globalThis) => {
    if (Peer === undefined) return;
    const asking = new Peer({ iceServers: [{ urls: `stun:stun.${whose}.leak.invalid` }] });
    const other = new Peer();
    asking.createDataChannel('x');
    const offer = await asking.createOffer();
    await asking.setLocalDescription(offer);
    await other.setRemoteDescription(offer);
    const answer = await other.createAnswer();
    await other.setLocalDescription(answer);
    // Whoever is called says where they are, and may say it by a name: it is asked for before any packet.
    const host = `candidate:1 1 udp 2122260223 answer.${whose}.leak.invalid 41000 typ host`;
    await asking.setRemoteDescription({ type: 'answer', sdp: `${answer.sdp}a=${host}\r\n` });
    await asking.addIceCandidate({
      candidate: `candidate:1 1 udp 2122260223 host.${whose}.leak.invalid 41000 typ host`,
      sdpMid: '0',
    });
  };
  setTimeout(async () => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    await callFrom('page', window);
    await callFrom('frame', frame.contentWindow as unknown as typeof globalThis);
    Object.assign(window, { namesAsked: true });
  });
}

/** Whether permissions are given, and what becomes of asking for a camera. */
export async function askPermissions() {
  const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'];
  const asked = names.map((name) =>
    navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state),
  );
  const camera = navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(
    () => 'given',
    (error: Error) => error.name,
  );
  return { states: await Promise.all(asked), camera: await camera };
}

/** Inserts an inline script and tells what the policy said of it. */
export function insertInlineScript(): Promise<unknown> {
  return new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { blockedURI, effectiveDirective, disposition, originalPolicy } = event;
      const ran = 'inlineScriptRan' in window;
      resolve({ blockedURI, effectiveDirective, disposition, originalPolicy, ran });
    });
    const script = document.createElement('script');
    script.textContent = 'window.inlineScriptRan = true';
    document.head.append(script);
  });
}
