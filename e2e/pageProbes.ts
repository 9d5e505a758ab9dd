/** What runs in the page and tells what it was let do. Each travels as text and sees nothing but the page. */

/** Has names looked up in every way that a page's policy has no word about. */
export function askForNames(): void {
  for (const rel of ['dns-prefetch', 'preconnect', 'prefetch']) {
    const href = `https://${rel}.leak.invalid/`;
    document.head.append(Object.assign(document.createElement('link'), { rel, href }));
  }
  const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:stun.leak.invalid' }] });
  peer.createDataChannel('x');
  void peer.setLocalDescription();
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
