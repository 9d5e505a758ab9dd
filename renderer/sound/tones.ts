/** What can be heard: that a save is safe, and that something needs a look. */
export type Sound = 'saved' | 'error';

interface Tone {
  /** Hz. */
  pitch: number;
  /** Seconds after the first one, and how long it lasts. */
  start: number;
  length: number;
}

/** Rising for good, low and twice for bad: they differ for an ear that hears only the rhythm, too. */
const TONES: Readonly<Record<Sound, readonly Tone[]>> = {
  saved: [
    { pitch: 880, start: 0, length: 0.07 },
    { pitch: 1318.5, start: 0.08, length: 0.12 },
  ],
  error: [
    { pitch: 233, start: 0, length: 0.12 },
    { pitch: 233, start: 0.18, length: 0.16 },
  ],
};

const LOUDNESS = 0.18;

/** How long a tone takes to swell and to fade (s): without it the loudspeaker clicks. */
const FADE = 0.01;

/** The sound device is let go after this time without a sound (ms). */
const REST_AFTER_MS = 2_000;

let device: AudioContext | null = null;
let resting: ReturnType<typeof setTimeout> | undefined;

/** Plays a short sound made on the spot. A till without a loudspeaker stays silent; that is no error. */
export function playSound(sound: Sound): void {
  try {
    device ??= new AudioContext();
    const context = device;
    void context.resume().catch(() => undefined);
    for (const tone of TONES[sound]) playTone(context, tone);
    clearTimeout(resting);
    resting = setTimeout(() => void context.suspend().catch(() => undefined), REST_AFTER_MS);
  } catch {
    device = null;
  }
}

function playTone(context: AudioContext, { pitch, start, length }: Tone): void {
  const from = context.currentTime + start;
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.frequency.value = pitch;
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(LOUDNESS, from + FADE);
  volume.gain.setValueAtTime(LOUDNESS, from + length - FADE);
  volume.gain.linearRampToValueAtTime(0, from + length);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(from);
  oscillator.stop(from + length);
}
