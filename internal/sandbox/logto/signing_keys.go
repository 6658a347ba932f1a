package logto

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"fmt"

	"github.com/go-jose/go-jose/v4"
)

// signingKeys is the key pair that a tenant draws when it starts, and its
// thumbprint, by which tokens name it.
type signingKeys struct {
	id      string
	private *ecdsa.PrivateKey
	signer  jose.Signer
}

func newSigningKeys() (signingKeys, error) {
	private, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		return signingKeys{}, fmt.Errorf("draw a signing key: %w", err)
	}
	thumbprint, err := (&jose.JSONWebKey{Key: private.Public()}).Thumbprint(crypto.SHA256)
	if err != nil {
		return signingKeys{}, fmt.Errorf("name the signing key: %w", err)
	}
	id := base64.RawURLEncoding.EncodeToString(thumbprint)
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.ES384, Key: jose.JSONWebKey{Key: private, KeyID: id}},
		(&jose.SignerOptions{}).WithType("at+jwt"),
	)
	if err != nil {
		return signingKeys{}, fmt.Errorf("prepare the signing key: %w", err)
	}
	return signingKeys{id: id, private: private, signer: signer}, nil
}

func (k signingKeys) public() any { return k.private.Public() }

// set is the document that verifiers fetch.
func (k signingKeys) set() jose.JSONWebKeySet {
	return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{
		Key: k.private.Public(), KeyID: k.id, Algorithm: string(jose.ES384), Use: "sig",
	}}}
}
