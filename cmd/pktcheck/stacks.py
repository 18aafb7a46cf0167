# Reads requests, one a line, and answers each with a line of JSON:
#   D LAYER HEX     the layers that Scapy reads in the bytes
#   B SEED SPEC     a stack that Scapy builds, its fields drawn by fuzz(): its bytes, and the layers that it reads in them
# A layer is [name, {field: value}]; bytes are {"b": hex}, packets {"p": [layers]}.
import json, logging, os, random, sys, warnings
warnings.filterwarnings("ignore")
logging.getLogger("scapy").setLevel(logging.CRITICAL)
from scapy.all import *
from scapy.contrib.mpls import *
from scapy.contrib.geneve import *
from scapy.contrib.igmp import *
from scapy.contrib.igmpv3 import *
conf.color_theme = NoTheme()

def value(v):
    if v is None or isinstance(v, (bool, float)):
        return v
    if isinstance(v, Packet):
        return {"p": layers(v)}
    if isinstance(v, FlagValue):
        return int(v)
    if isinstance(v, (bytes, bytearray)):
        return {"b": bytes(v).hex()}
    if isinstance(v, int):
        return int(v)
    if isinstance(v, str):
        return v
    if isinstance(v, (list, tuple)):
        return [value(x) for x in v]
    try:
        return float(v)
    except Exception:
        return str(v)

def layers(p):
    out = []
    while p is not None and not isinstance(p, NoPayload):
        fields = {}
        for f in p.fields_desc:
            try:
                if isinstance(f, ConditionalField) and not f._evalcond(p):
                    continue
                fields[f.name] = value(p.getfieldval(f.name))
            except Exception as e:
                fields[f.name] = "exception: %r" % e
        out.append([type(p).__name__, fields])
        p = p.payload
    return out

# Fields that say what a layer is, and so are not drawn.
FIXED = json.loads(os.environ.get("PKTCHECK_FIXED", "{}"))

def build(seed, spec):
    random.seed(seed)
    p = None
    for name in spec.split("/"):
        q = Raw(bytes(random.getrandbits(8) for _ in range(random.randrange(1, 40)))) if name == "Raw" else fuzz(globals()[name](**FIXED.get(name, {})))
        p = q if p is None else p / q
    return bytes(p), type(p)

for line in sys.stdin:
    words = line.split()
    try:
        if words[0] == "D":
            answer = {"layers": layers(globals()[words[1]](bytes.fromhex(words[2] if len(words) > 2 else "")))}
        else:
            raw, first = build(int(words[1]), words[2])
            answer = {"hex": raw.hex(), "layers": layers(first(raw))}
    except Exception as e:
        answer = {"error": "%s: %s" % (type(e).__name__, e)}
    print(json.dumps(answer), flush=True)
