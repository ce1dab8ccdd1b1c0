"""Tell whether an encrypted xls has a password, or only Excel's default one for a protected structure.

[MS-OFFCRYPTO] 2.3.6 and 2.3.7: only the password verifier is computed; nothing is decrypted.
"""

import hashlib
import struct

OF_PROTECTED_STRUCTURE = "VelvetSweatshop"
PROTECTED = (
    "工作簿只设了“保护工作簿”（结构保护，没有打开密码），旧格式（xls）因此整本加密，无法读取；"
    "请在 Excel 或 WPS 的“审阅”里撤销工作簿保护，另存为 xlsx 再报"
)
XOR, RC4 = 0, 1
CRYPTO_API_VERSIONS = (2, 3, 4)
ROUNDS = 16
SHORTEST_KEY, KEY_BYTES = 5, 16


def is_only_protected(file_pass: bytes) -> bool:
    """Whether Excel's default password satisfies the FilePass record of an xls."""
    if len(file_pass) == 4:  # before Excel 97
        return _is_xor(file_pass)
    (kind,) = struct.unpack_from("<H", file_pass, 0)
    if kind == XOR:
        return _is_xor(file_pass[2:6])
    (version,) = struct.unpack_from("<H", file_pass, 2)
    check = file_pass[6:]
    return _is_crypto_api(check) if version in CRYPTO_API_VERSIONS else _is_rc4(check)


def _is_xor(check: bytes) -> bool:
    password = OF_PROTECTED_STRUCTURE.encode("ascii")
    verifier = 0
    for byte in reversed(bytes([len(password)]) + password):
        verifier = ((verifier >> 14 & 1) | (verifier << 1 & 0x7FFF)) ^ byte
    return bool(struct.unpack_from("<H", check, 2)[0] == verifier ^ 0xCE4B)


def _is_rc4(check: bytes) -> bool:
    salt, verifier, hashed = check[:16], check[16:32], check[32:48]
    first = _md5(OF_PROTECTED_STRUCTURE.encode("utf-16-le"))[:SHORTEST_KEY]
    second = _md5((first + salt) * ROUNDS)[:SHORTEST_KEY]
    plain = rc4(_md5(second + bytes(4)), verifier + hashed)
    return _md5(plain[:16]) == plain[16:32]


def _is_crypto_api(check: bytes) -> bool:
    (header_size,) = struct.unpack_from("<I", check, 4)
    (key_bits,) = struct.unpack_from("<I", check, 8 + 16)
    rest = check[8 + header_size :]
    salt, verifier, hashed = rest[4:20], rest[20:36], rest[40:60]
    first = _sha1(salt + OF_PROTECTED_STRUCTURE.encode("utf-16-le"))
    key = _sha1(first + bytes(4))[: (key_bits or 40) // 8]
    plain = rc4(key.ljust(KEY_BYTES, b"\0") if len(key) == SHORTEST_KEY else key, verifier + hashed)
    return _sha1(plain[:16]) == plain[16:36]


def rc4(key: bytes, data: bytes) -> bytes:
    """Encrypt or decrypt data with RC4."""
    if not key:
        return b""
    state, place = list(range(256)), 0
    for number in range(256):
        place = (place + state[number] + key[number % len(key)]) % 256
        state[number], state[place] = state[place], state[number]
    first = second = 0
    out = bytearray()
    for byte in data:
        first = (first + 1) % 256
        second = (second + state[first]) % 256
        state[first], state[second] = state[second], state[first]
        out.append(byte ^ state[(state[first] + state[second]) % 256])
    return bytes(out)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()
