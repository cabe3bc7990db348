//go:build !purego

#include "textflag.h"

// Each kernel walks over the 2 KiB of a block in eight steps of 256 bytes, four
// ZMM registers at a time, or sixteen steps of 128 bytes, four YMM registers.
// SI and DX point into the blocks read, DI into the one written. A kernel is
// one operation on two blocks (AND, ANDNOT, OR), which leaves its result in the
// four registers, and what is done with that: it is stored, with a note in Z4
// (Y4) of whether anything is left, which costs nothing beside the loads; or
// it is counted into Z4 and Z5.

#define AND512 \
	VMOVDQU64 (SI), Z0; \
	VMOVDQU64 64(SI), Z1; \
	VMOVDQU64 128(SI), Z2; \
	VMOVDQU64 192(SI), Z3; \
	VPANDQ    (DX), Z0, Z0; \
	VPANDQ    64(DX), Z1, Z1; \
	VPANDQ    128(DX), Z2, Z2; \
	VPANDQ    192(DX), Z3, Z3

// The first operand of VPANDN is the one negated.
#define ANDNOT512 \
	VMOVDQU64 (DX), Z0; \
	VMOVDQU64 64(DX), Z1; \
	VMOVDQU64 128(DX), Z2; \
	VMOVDQU64 192(DX), Z3; \
	VPANDNQ   (SI), Z0, Z0; \
	VPANDNQ   64(SI), Z1, Z1; \
	VPANDNQ   128(SI), Z2, Z2; \
	VPANDNQ   192(SI), Z3, Z3

#define OR512 \
	VMOVDQU64 (SI), Z0; \
	VMOVDQU64 64(SI), Z1; \
	VMOVDQU64 128(SI), Z2; \
	VMOVDQU64 192(SI), Z3; \
	VPORQ     (DX), Z0, Z0; \
	VPORQ     64(DX), Z1, Z1; \
	VPORQ     128(DX), Z2, Z2; \
	VPORQ     192(DX), Z3, Z3

#define STORE512 \
	VMOVDQU64 Z0, (DI); \
	VMOVDQU64 Z1, 64(DI); \
	VMOVDQU64 Z2, 128(DI); \
	VMOVDQU64 Z3, 192(DI)

#define NOTE512 \
	VPORQ Z0, Z4, Z4; \
	VPORQ Z1, Z2, Z1; \
	VPORQ Z1, Z4, Z4; \
	VPORQ Z3, Z4, Z4

#define COUNT512 \
	VPOPCNTQ Z0, Z0; \
	VPOPCNTQ Z1, Z1; \
	VPOPCNTQ Z2, Z2; \
	VPOPCNTQ Z3, Z3; \
	VPADDQ   Z0, Z4, Z4; \
	VPADDQ   Z1, Z5, Z5; \
	VPADDQ   Z2, Z4, Z4; \
	VPADDQ   Z3, Z5, Z5

// SUM512 adds up the words of Z4 and Z5 in AX.
#define SUM512 \
	VPADDQ        Z5, Z4, Z4; \
	VEXTRACTI64X4 $1, Z4, Y5; \
	VPADDQ        Y5, Y4, Y4; \
	VEXTRACTI128  $1, Y4, X5; \
	VPADDQ        X5, X4, X4; \
	VPSRLDQ       $8, X4, X5; \
	VPADDQ        X5, X4, X4; \
	VMOVQ         X4, AX

// ANY512 tells in AX whether Z4 holds a bit.
#define ANY512 \
	VPTESTMQ Z4, Z4, K1; \
	KMOVW    K1, AX; \
	TESTL    AX, AX

#define NEXT(bytes, again) \
	ADDQ $bytes, SI; \
	ADDQ $bytes, DX; \
	ADDQ $bytes, DI; \
	DECQ CX; \
	JNZ  again

// func and512(dst, a, b *Block) bool
TEXT ·and512(SB), NOSPLIT, $0-25
	MOVQ   dst+0(FP), DI
	MOVQ   a+8(FP), SI
	MOVQ   b+16(FP), DX
	VPXORQ Z4, Z4, Z4
	MOVQ   $8, CX

again:
	AND512
	STORE512
	NOTE512
	NEXT(256, again)
	ANY512
	SETNE ret+24(FP)
	VZEROUPPER
	RET

// func andNot512(dst, a, b *Block) bool
TEXT ·andNot512(SB), NOSPLIT, $0-25
	MOVQ   dst+0(FP), DI
	MOVQ   a+8(FP), SI
	MOVQ   b+16(FP), DX
	VPXORQ Z4, Z4, Z4
	MOVQ   $8, CX

again:
	ANDNOT512
	STORE512
	NOTE512
	NEXT(256, again)
	ANY512
	SETNE ret+24(FP)
	VZEROUPPER
	RET

// func or512(dst, a, b *Block)
TEXT ·or512(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), DX
	MOVQ $8, CX

again:
	OR512
	STORE512
	NEXT(256, again)
	VZEROUPPER
	RET

DATA places<>+0(SB)/8, $0x0706050403020100
DATA places<>+8(SB)/8, $0x0f0e0d0c0b0a0908
DATA places<>+16(SB)/8, $0x1716151413121110
DATA places<>+24(SB)/8, $0x1f1e1d1c1b1a1918
DATA places<>+32(SB)/8, $0x2726252423222120
DATA places<>+40(SB)/8, $0x2f2e2d2c2b2a2928
DATA places<>+48(SB)/8, $0x3736353433323130
DATA places<>+56(SB)/8, $0x3f3e3d3c3b3a3938
GLOBL places<>(SB), RODATA|NOPTR, $64

// func wordsOf512(words *[4]uint64, b *Block)
TEXT ·wordsOf512(SB), NOSPLIT, $0-16
	MOVQ words+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ $4, CX

again:
	VMOVDQU64 (SI), Z0
	VMOVDQU64 64(SI), Z1
	VMOVDQU64 128(SI), Z2
	VMOVDQU64 192(SI), Z3
	VMOVDQU64 256(SI), Z4
	VMOVDQU64 320(SI), Z5
	VMOVDQU64 384(SI), Z6
	VMOVDQU64 448(SI), Z7
	VPTESTMQ  Z0, Z0, K0
	VPTESTMQ  Z1, Z1, K1
	VPTESTMQ  Z2, Z2, K2
	VPTESTMQ  Z3, Z3, K3
	VPTESTMQ  Z4, Z4, K4
	VPTESTMQ  Z5, Z5, K5
	VPTESTMQ  Z6, Z6, K6
	VPTESTMQ  Z7, Z7, K7
	KUNPCKBW  K0, K1, K0
	KUNPCKBW  K2, K3, K2
	KUNPCKBW  K4, K5, K4
	KUNPCKBW  K6, K7, K6
	KUNPCKWD  K0, K2, K0
	KUNPCKWD  K4, K6, K4
	KUNPCKDQ  K0, K4, K0
	KMOVQ     K0, (DI)
	ADDQ      $512, SI
	ADDQ      $8, DI
	DECQ      CX
	JNZ       again
	VZEROUPPER
	RET

// func list512(dst *uint32, b *Block, words *[4]uint64, base uint32) (written int)
//
// The places of the bits of a word are side by side in Z1, a byte each, and
// become numbers sixteen at a time. What is written beyond those there are, the
// next word overwrites. Registers are compressed before they are stored:
// compressing to memory is many times slower on some processors.
TEXT ·list512(SB), NOSPLIT, $0-40
	MOVQ      dst+0(FP), DI
	MOVQ      b+8(FP), SI
	MOVQ      words+16(FP), R8
	MOVL      base+24(FP), AX
	MOVQ      DI, R11
	VMOVDQU64 places<>(SB), Z0
	MOVQ      $4, CX

quarter:
	MOVQ  (R8), R9
	TESTQ R9, R9
	JZ    done

again:
	TZCNTQ        R9, R10
	BLSRQ         R9, R9
	MOVQ          (SI)(R10*8), R12
	KMOVQ         R12, K1
	POPCNTQ       R12, R12
	SHLL          $6, R10
	ADDL          AX, R10
	VPBROADCASTD  R10, Z3
	VPCOMPRESSB.Z Z0, K1, Z1
	VPMOVZXBD     X1, Z2
	VPADDD        Z3, Z2, Z2
	VMOVDQU32     Z2, (DI)
	CMPQ          R12, $16
	JHI           more

next:
	LEAQ  (DI)(R12*4), DI
	TESTQ R9, R9
	JNZ   again

done:
	ADDQ $8, R8
	ADDQ $512, SI
	ADDL $4096, AX
	DECQ CX
	JNZ  quarter
	SUBQ R11, DI
	SHRQ $2, DI
	MOVQ DI, written+32(FP)
	VZEROUPPER
	RET

more:
	VEXTRACTI32X4 $1, Z1, X2
	VPMOVZXBD     X2, Z2
	VPADDD        Z3, Z2, Z2
	VMOVDQU32     Z2, 64(DI)
	CMPQ          R12, $32
	JLS           next
	VEXTRACTI32X4 $2, Z1, X2
	VPMOVZXBD     X2, Z2
	VPADDD        Z3, Z2, Z2
	VMOVDQU32     Z2, 128(DI)
	VEXTRACTI32X4 $3, Z1, X2
	VPMOVZXBD     X2, Z2
	VPADDD        Z3, Z2, Z2
	VMOVDQU32     Z2, 192(DI)
	JMP           next

// PACK512 writes the places of the bits of a word to DI, a byte each, and
// counts them in R10.
#define PACK512(word, places) \
	MOVQ          word(SI), R9; \
	KMOVQ         R9, K1; \
	POPCNTQ       R9, R9; \
	VPCOMPRESSB.Z places, K1, Z4; \
	VMOVDQU64     Z4, (DI); \
	ADDQ          R9, DI; \
	ADDQ          R9, R10

// func pack512(counts, low *byte, b *Block) bool
TEXT ·pack512(SB), NOSPLIT, $0-25
	MOVQ         counts+0(FP), BX
	MOVQ         low+8(FP), DI
	MOVQ         b+16(FP), SI
	VMOVDQU64    places<>(SB), Z0
	MOVL         $64, AX
	VPBROADCASTB AX, Z3
	VPADDB       Z3, Z0, Z1
	VPADDB       Z3, Z1, Z2
	VPADDB       Z3, Z2, Z3
	XORL         AX, AX // the longest stretch, or'ed
	MOVQ         $64, CX

again:
	XORL R10, R10
	PACK512(0, Z0)
	PACK512(8, Z1)
	PACK512(16, Z2)
	PACK512(24, Z3)
	MOVB R10, (BX)
	ORL  R10, AX
	INCQ BX
	ADDQ $32, SI
	DECQ CX
	JNZ  again
	CMPL AX, $255
	SETLS ret+24(FP)
	VZEROUPPER
	RET

// SPREAD512 sets in dst, for each of 16 bytes in Z0 and Z1 as words, the bit of
// that place of 64 less what is in off; none if it is not one of 64. K1 and K2
// tell which bytes there are.
#define SPREAD512(off, tmp, dst) \
	VPSUBQ    off, Z0, dst; \
	VPSUBQ    off, Z1, tmp; \
	VPSLLVQ.Z dst, Z16, K1, dst; \
	VPSLLVQ.Z tmp, Z16, K2, tmp; \
	VPORQ     tmp, dst, dst

// func orPacked512(dst *Block, counts, low *byte)
//
// A stretch is four words of dst, and up to 16 bytes of low at a time. Each of
// the words is gathered in a register of eight, which are or-ed in the end.
// Bytes that are not there are not read.
TEXT ·orPacked512(SB), NOSPLIT, $0-24
	MOVQ         dst+0(FP), DI
	MOVQ         counts+8(FP), BX
	MOVQ         low+16(FP), SI
	MOVL         $1, AX
	VPBROADCASTQ AX, Z16
	MOVL         $64, AX
	VPBROADCASTQ AX, Z18
	VPADDQ       Z18, Z18, Z19
	VPADDQ       Z19, Z18, Z20
	VPXORQ       Z17, Z17, Z17
	MOVQ         $64, CX

stretch:
	MOVBLZX (BX), R8

again:
	MOVL           $-1, AX
	BZHIL          R8, AX, AX
	KMOVW          AX, K1
	SHRL           $8, AX
	KMOVW          AX, K2
	VPMOVZXBQ.Z    (SI), K1, Z0
	VPMOVZXBQ.Z    8(SI), K2, Z1
	SPREAD512(Z17, Z6, Z2)
	SPREAD512(Z18, Z7, Z3)
	SPREAD512(Z19, Z8, Z4)
	SPREAD512(Z20, Z9, Z5)
	VPUNPCKLQDQ    Z3, Z2, Z6
	VPUNPCKHQDQ    Z3, Z2, Z7
	VPUNPCKLQDQ    Z5, Z4, Z8
	VPUNPCKHQDQ    Z5, Z4, Z9
	VPORQ          Z7, Z6, Z6
	VPORQ          Z9, Z8, Z8
	VEXTRACTI64X4  $1, Z6, Y7
	VEXTRACTI64X4  $1, Z8, Y9
	VPOR           Y7, Y6, Y6
	VPOR           Y9, Y8, Y8
	VPERM2I128     $0x20, Y8, Y6, Y7
	VPERM2I128     $0x31, Y8, Y6, Y9
	VPOR           Y9, Y7, Y7
	VPOR           (DI), Y7, Y7
	VMOVDQU        Y7, (DI)
	SUBL           $16, R8
	JLE            next
	ADDQ           $16, SI
	JMP            again

next:
	ADDL $16, R8
	ADDQ R8, SI
	INCQ BX
	ADDQ $32, DI
	DECQ CX
	JNZ  stretch
	VZEROUPPER
	RET

// func len512(b *Block) int
TEXT ·len512(SB), NOSPLIT, $0-16
	MOVQ   b+0(FP), SI
	VPXORQ Z4, Z4, Z4
	VPXORQ Z5, Z5, Z5
	MOVQ   $8, CX

again:
	VMOVDQU64 (SI), Z0
	VMOVDQU64 64(SI), Z1
	VMOVDQU64 128(SI), Z2
	VMOVDQU64 192(SI), Z3
	COUNT512
	NEXT(256, again)
	SUM512
	MOVQ AX, ret+8(FP)
	VZEROUPPER
	RET

// func andLen512(a, b *Block) int
TEXT ·andLen512(SB), NOSPLIT, $0-24
	MOVQ   a+0(FP), SI
	MOVQ   b+8(FP), DX
	VPXORQ Z4, Z4, Z4
	VPXORQ Z5, Z5, Z5
	MOVQ   $8, CX

again:
	AND512
	COUNT512
	NEXT(256, again)
	SUM512
	MOVQ AX, ret+16(FP)
	VZEROUPPER
	RET

// MEET512 makes Z0 to Z3 what 256 bytes of all blocks of one list have in common,
// less those of another: SI and CX are the first list, at least one, R8 and R9
// the second, BX is where the bytes begin.
#define MEET512 \
	MOVQ       SI, R10; \
	MOVQ       CX, R11; \
	MOVQ       (R10), DX; \
	VMOVDQU64  (DX)(BX*1), Z0; \
	VMOVDQU64  64(DX)(BX*1), Z1; \
	VMOVDQU64  128(DX)(BX*1), Z2; \
	VMOVDQU64  192(DX)(BX*1), Z3; \
	JMP        more; \
and: \
	ADDQ       $8, R10; \
	MOVQ       (R10), DX; \
	VPANDQ     (DX)(BX*1), Z0, Z0; \
	VPANDQ     64(DX)(BX*1), Z1, Z1; \
	VPANDQ     128(DX)(BX*1), Z2, Z2; \
	VPANDQ     192(DX)(BX*1), Z3, Z3; \
more: \
	DECQ       R11; \
	JNZ        and; \
	MOVQ       R8, R10; \
	MOVQ       R9, R11; \
	TESTQ      R11, R11; \
	JZ         met; \
not: \
	MOVQ       (R10), DX; \
	VPTERNLOGQ $0x50, (DX)(BX*1), Z0, Z0; \
	VPTERNLOGQ $0x50, 64(DX)(BX*1), Z1, Z1; \
	VPTERNLOGQ $0x50, 128(DX)(BX*1), Z2, Z2; \
	VPTERNLOGQ $0x50, 192(DX)(BX*1), Z3, Z3; \
	ADDQ       $8, R10; \
	DECQ       R11; \
	JNZ        not; \
met:

// func meet512(dst *Block, ands **Block, n int, nots **Block, m int) bool
TEXT ·meet512(SB), NOSPLIT, $0-41
	MOVQ   dst+0(FP), DI
	MOVQ   ands+8(FP), SI
	MOVQ   n+16(FP), CX
	MOVQ   nots+24(FP), R8
	MOVQ   m+32(FP), R9
	VPXORQ Z4, Z4, Z4
	XORL   BX, BX

again:
	MEET512
	STORE512
	NOTE512
	ADDQ $256, DI
	ADDQ $256, BX
	CMPQ BX, $2048
	JNE  again
	ANY512
	SETNE ret+40(FP)
	VZEROUPPER
	RET

// func meetLen512(ands **Block, n int, nots **Block, m int) int
TEXT ·meetLen512(SB), NOSPLIT, $0-40
	MOVQ   ands+0(FP), SI
	MOVQ   n+8(FP), CX
	MOVQ   nots+16(FP), R8
	MOVQ   m+24(FP), R9
	VPXORQ Z4, Z4, Z4
	VPXORQ Z5, Z5, Z5
	XORL   BX, BX

again:
	MEET512
	COUNT512
	ADDQ $256, BX
	CMPQ BX, $2048
	JNE  again
	SUM512
	MOVQ AX, ret+32(FP)
	VZEROUPPER
	RET

// func andNotLen512(a, b *Block) int
TEXT ·andNotLen512(SB), NOSPLIT, $0-24
	MOVQ   a+0(FP), SI
	MOVQ   b+8(FP), DX
	VPXORQ Z4, Z4, Z4
	VPXORQ Z5, Z5, Z5
	MOVQ   $8, CX

again:
	ANDNOT512
	COUNT512
	NEXT(256, again)
	SUM512
	MOVQ AX, ret+16(FP)
	VZEROUPPER
	RET

#define AND256 \
	VMOVDQU (SI), Y0; \
	VMOVDQU 32(SI), Y1; \
	VMOVDQU 64(SI), Y2; \
	VMOVDQU 96(SI), Y3; \
	VPAND   (DX), Y0, Y0; \
	VPAND   32(DX), Y1, Y1; \
	VPAND   64(DX), Y2, Y2; \
	VPAND   96(DX), Y3, Y3

#define ANDNOT256 \
	VMOVDQU (DX), Y0; \
	VMOVDQU 32(DX), Y1; \
	VMOVDQU 64(DX), Y2; \
	VMOVDQU 96(DX), Y3; \
	VPANDN  (SI), Y0, Y0; \
	VPANDN  32(SI), Y1, Y1; \
	VPANDN  64(SI), Y2, Y2; \
	VPANDN  96(SI), Y3, Y3

#define OR256 \
	VMOVDQU (SI), Y0; \
	VMOVDQU 32(SI), Y1; \
	VMOVDQU 64(SI), Y2; \
	VMOVDQU 96(SI), Y3; \
	VPOR    (DX), Y0, Y0; \
	VPOR    32(DX), Y1, Y1; \
	VPOR    64(DX), Y2, Y2; \
	VPOR    96(DX), Y3, Y3

#define STORE256 \
	VMOVDQU Y0, (DI); \
	VMOVDQU Y1, 32(DI); \
	VMOVDQU Y2, 64(DI); \
	VMOVDQU Y3, 96(DI)

#define NOTE256 \
	VPOR Y0, Y4, Y4; \
	VPOR Y1, Y2, Y1; \
	VPOR Y1, Y4, Y4; \
	VPOR Y3, Y4, Y4

// func and256(dst, a, b *Block) bool
TEXT ·and256(SB), NOSPLIT, $0-25
	MOVQ  dst+0(FP), DI
	MOVQ  a+8(FP), SI
	MOVQ  b+16(FP), DX
	VPXOR Y4, Y4, Y4
	MOVQ  $16, CX

again:
	AND256
	STORE256
	NOTE256
	NEXT(128, again)
	VPTEST Y4, Y4
	SETNE  ret+24(FP)
	VZEROUPPER
	RET

// func andNot256(dst, a, b *Block) bool
TEXT ·andNot256(SB), NOSPLIT, $0-25
	MOVQ  dst+0(FP), DI
	MOVQ  a+8(FP), SI
	MOVQ  b+16(FP), DX
	VPXOR Y4, Y4, Y4
	MOVQ  $16, CX

again:
	ANDNOT256
	STORE256
	NOTE256
	NEXT(128, again)
	VPTEST Y4, Y4
	SETNE  ret+24(FP)
	VZEROUPPER
	RET

// func or256(dst, a, b *Block)
TEXT ·or256(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), DX
	MOVQ $16, CX

again:
	OR256
	STORE256
	NEXT(128, again)
	VZEROUPPER
	RET

// AVX2 counts no bits, so the counting kernels of its level take one word at a
// time, four of them side by side: R8 to R11 are counted into AX and BX.

#define COUNTWORDS \
	POPCNTQ R8, R8; \
	POPCNTQ R9, R9; \
	POPCNTQ R10, R10; \
	POPCNTQ R11, R11; \
	ADDQ    R8, AX; \
	ADDQ    R9, BX; \
	ADDQ    R10, AX; \
	ADDQ    R11, BX

#define WORDS(P) \
	MOVQ (P), R8; \
	MOVQ 8(P), R9; \
	MOVQ 16(P), R10; \
	MOVQ 24(P), R11

#define ANDWORDS(P) \
	ANDQ (P), R8; \
	ANDQ 8(P), R9; \
	ANDQ 16(P), R10; \
	ANDQ 24(P), R11

// func len256(b *Block) int
TEXT ·len256(SB), NOSPLIT, $0-16
	MOVQ b+0(FP), SI
	XORQ AX, AX
	XORQ BX, BX
	MOVQ $64, CX

again:
	WORDS(SI)
	COUNTWORDS
	NEXT(32, again)
	ADDQ BX, AX
	MOVQ AX, ret+8(FP)
	RET

// func andLen256(a, b *Block) int
TEXT ·andLen256(SB), NOSPLIT, $0-24
	MOVQ a+0(FP), SI
	MOVQ b+8(FP), DX
	XORQ AX, AX
	XORQ BX, BX
	MOVQ $64, CX

again:
	WORDS(SI)
	ANDWORDS(DX)
	COUNTWORDS
	NEXT(32, again)
	ADDQ BX, AX
	MOVQ AX, ret+16(FP)
	RET

// func andNotLen256(a, b *Block) int
TEXT ·andNotLen256(SB), NOSPLIT, $0-24
	MOVQ a+0(FP), SI
	MOVQ b+8(FP), DX
	XORQ AX, AX
	XORQ BX, BX
	MOVQ $64, CX

again:
	WORDS(DX)
	NOTQ R8
	NOTQ R9
	NOTQ R10
	NOTQ R11
	ANDWORDS(SI)
	COUNTWORDS
	NEXT(32, again)
	ADDQ BX, AX
	MOVQ AX, ret+16(FP)
	RET
